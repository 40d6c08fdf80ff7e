# The terminal shows ASCII only, and a student's name is Chinese.
#
# scores: status 0, 4 reports
# note: ??? * 10
# never: Error

desk.run("grade", PYTHONIOENCODING="ascii", LC_ALL="C")
