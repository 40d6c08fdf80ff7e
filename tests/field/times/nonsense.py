# Somebody wrote the file by hand.
#
# scores: 3 3 2 2
# note: `timestamp.txt`

work.put("timestamp.txt", "yesterday, before noon")
