# The same notebook was uploaded twice.
#
# scores: 3 3 2 2
# never: versions were

work.put("vanishing_gradients (1).ipynb", work.path("vanishing").read_bytes())
