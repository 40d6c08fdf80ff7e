# An id that nbgrader takes for a pattern.
#
# scores: - - - -
# note: the id holds `*`

work.call_me("x*")
