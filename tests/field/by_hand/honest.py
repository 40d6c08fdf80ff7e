# Answers in the cells that a person will grade.
#
# scores: - 2 -
# note: it waits for a person to grade it
# never: edited
