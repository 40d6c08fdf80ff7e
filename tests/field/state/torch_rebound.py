# The last cell gives the name of a module to something else.
#
# scores: 3 3 2 2

work.add("vanishing", "torch = d2l = None")
