# The last cell gives the names of Python's own functions to numbers.
#
# scores: 3 3 2 2

work.add("exploding", "range = sum = len = list = 0")
