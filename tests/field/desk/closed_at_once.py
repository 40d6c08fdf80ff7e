# The pager was closed before anything was printed.
#
# scores: status 0, 4 reports
# never: Error

desk.run("grade 2>&1 | true")
