# The list that the folders were made of was split in the wrong places.
#
# scores: - - - -
# note: cannot be printed

work.call_me("eve\nbob")
