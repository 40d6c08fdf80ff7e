# Nobody has unpacked the archive.
#
# scores: - - - -
# note: `homework.zip`

work.put("homework.zip", b"PK")
for name in ["vanishing", "exploding"]:
    work.path(name).unlink()
