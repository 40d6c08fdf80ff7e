# A program wrote the name of its time zone, which several have; it must not decide who is late.
#
# scores: 3 3 2 2
# note: `timestamp.txt`
# never: 00 late

work.put("timestamp.txt", "2026-01-01 12:30:00 PST")
