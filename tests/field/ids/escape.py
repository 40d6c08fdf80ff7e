# An id that would clear the instructor's screen.
#
# scores: - - - -
# note: cannot be printed

work.call_me("zoe\x1b[2J")
