# Another one.
#
# scores: - - - -
# note: the id holds `?`

work.call_me("ada?")
