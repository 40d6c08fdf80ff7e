# The learning management system put the student's name before each file's.
#
# scores: 3 3 2 2
# note: `ada_1234_vanishing_gradients.ipynb`

for name in ["vanishing", "exploding"]:
    work.rename(name, f"ada_1234_{work.path(name).name}")
