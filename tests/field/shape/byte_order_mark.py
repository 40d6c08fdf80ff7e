# Saved by the editor of Windows as UTF-8.
#
# scores: 3 3 2 2
# never: could not be read

work.put("vanishing", work.path("vanishing").read_text().encode("utf-8-sig"))
