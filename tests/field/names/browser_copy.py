# The browser named the second download "(1)"; the stub of the first one still lies beside it.
#
# scores: 3 3 2 2
# note: `vanishing_gradients (1).ipynb`

work.rename("vanishing", "vanishing_gradients (1).ipynb")
work.put_stub("vanishing")
