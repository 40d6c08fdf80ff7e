# The clock of another country was an hour behind: half past one in UTC.
#
# scores: 3 3 2 2
# note: handed in 1:30:00 late

work.put("timestamp.txt", "2026-01-01 12:30:00 -0100")
