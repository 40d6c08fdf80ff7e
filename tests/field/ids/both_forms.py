# Handed in twice, from a Mac and from another machine: two folders that look alike.
#
# scores: - - - -
# note: keep the one whose work counts

work.call_me("rene\u0301")
work.hand_in_again_as("ren\u00e9")
work.list_as("ren\u00e9")
