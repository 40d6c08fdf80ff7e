# Handed in under another name, with the stub beside it.
#
# scores: - 2 -
# note: `essay-final.ipynb`

work.rename("averages.ipynb", "essay-final.ipynb")
work.put_stub("averages.ipynb")
