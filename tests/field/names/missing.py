# One of the notebooks was not handed in.
#
# scores: 0 0 2 2
# note: vanishing_gradients.ipynb: was not handed in

work.path("vanishing").unlink()
