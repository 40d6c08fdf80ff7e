# The last cell ends the session.
#
# scores: 3 3 2 2

work.add("exploding", "quit()")
