# A picture was given the name of the notebook.
#
# scores: - - 2 2
# note: it is not JSON

work.put("vanishing", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
