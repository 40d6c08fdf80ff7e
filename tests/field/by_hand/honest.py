# Answers in the cells that a person will grade.
#
# scores: - 2 -
# note: to be graded by a person
# never: edited
