# Safari saved the notebook as text.
#
# scores: 3 3 2 2
# note: `vanishing_gradients.ipynb.txt`

work.rename("vanishing", "vanishing_gradients.ipynb.txt")
