# Handed in under a name of the student's own.
#
# scores: 3 3 2 2
# note: `final_version2.ipynb`

work.rename("vanishing", "final_version2.ipynb")
