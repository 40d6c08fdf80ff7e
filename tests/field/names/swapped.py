# Each notebook was saved under the other's name.
#
# scores: 3 3 2 2
# note: as `exploding_gradients.ipynb`

work.rename("vanishing", "between")
work.rename("exploding", "vanishing")
work.rename("between", "exploding")
