# Only the first line was wanted: `head` closes the pipe after it.
#
# scores: status 0, 4 reports
# never: Broken pipe

desk.run("grade 2>&1 | head -1")
