# More is handed in after the first have been graded, and there is no class list.
#
# scores: status 0, 4 reports
# note: zoe
# never: class list

desk.hand_in("zoe")
desk.run("grade")
