# A cell near the top, with which the student once stopped a run, is still there.
#
# scores: 3 3 2 2

work.add("exploding", "exit()", before="multiply_all")
