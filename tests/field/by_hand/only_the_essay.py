# Only what a person grades was done, in a copy.
#
# scores: - 0 0
# note: `averages (1).ipynb`

work.put_stub("averages.ipynb", "averages (1).ipynb")
work.put_stub("averages.ipynb")
work.answer("averages (1).ipynb", "explain", "It is where the numbers balance.")
