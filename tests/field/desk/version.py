# Somebody who writes to us is asked for the version.
#
# scores: status 0, 0 reports
# note: grade 0.

desk.run("grade --version")
