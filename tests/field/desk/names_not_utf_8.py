# In a locale of the year 2000 Python would read the student's name as nine other signs.
#
# scores: status 2, 0 reports
# note: PYTHONUTF8=1

desk.run("grade", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
