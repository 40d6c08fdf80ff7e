# Saved by the editor of Windows as "Unicode".
#
# scores: 3 3 2 2
# never: could not be read

work.put("vanishing", work.path("vanishing").read_text().encode("utf-16"))
