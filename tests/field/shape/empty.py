# The disk was full.
#
# scores: - - 2 2
# note: it is empty

work.put("vanishing", b"")
