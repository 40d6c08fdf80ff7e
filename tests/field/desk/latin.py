# A terminal of the year 2000, to which the dash of an empty cell is strange as well.
#
# scores: status 0, 4 reports
# note: ??? * 10
# never: Error

desk.run("grade", PYTHONIOENCODING="iso-8859-1")
