# PowerShell has redirected a notebook into a file, and the mark at its beginning was cut off.
#
# scores: 3 3 2 2
# never: could not be read

work.put("vanishing", work.path("vanishing").read_text().encode("utf-16-le"))
