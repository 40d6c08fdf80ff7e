# A service starts `grade` with its standard streams closed.
#
# scores: status 0, 4 reports
# never: Error

desk.run("grade <&- >&-")
