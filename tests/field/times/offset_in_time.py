# The clock of another country was an hour ahead when it was handed in: half past eleven in UTC.
#
# scores: 3 3 2 2
# never: 00 late

work.put("timestamp.txt", "2026-01-01 12:30:00 +0100")
