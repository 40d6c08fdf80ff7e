# Somebody's mail program thought that it knows better what ends in JSON.
#
# scores: 3 3 2 2
# note: `vanishing_gradients.json`

work.rename("vanishing", "vanishing_gradients.json")
