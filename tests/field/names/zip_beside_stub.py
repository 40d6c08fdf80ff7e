# The stub was handed in, and with it an archive of who knows what.
#
# scores: - - 2 2
# note: `vanishing.rar`

work.put_stub("vanishing")
work.put("vanishing.rar", b"Rar!")
