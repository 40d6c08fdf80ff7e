# The last cell forgets everything.
#
# scores: 3 3 2 2

work.add("exploding", "%reset -f")
