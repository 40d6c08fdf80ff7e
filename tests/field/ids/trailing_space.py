# The list that the folders were made of had a space too much.
#
# scores: - - - -
# note: begins or ends with a space

work.call_me("eve ")
