# What is printed goes to a disk that is full.
#
# scores: status 0, 4 reports
# note: not all could be printed
# never: Traceback

desk.run("grade >/dev/full")
