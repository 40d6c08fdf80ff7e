# An upload broke off, and the next one, which the system renamed, did not.
#
# scores: 3 3 2 2
# note: `vanishing_gradients (1).ipynb`

work.rename("vanishing", "vanishing_gradients (1).ipynb")
work.put("vanishing", '{"cells": [')
