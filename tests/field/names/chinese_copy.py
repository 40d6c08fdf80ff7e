# Windows named the copy 副本; both notebooks were finished there.
#
# scores: 3 3 2 2
# note: `exploding_gradients - 副本.ipynb`

for name in ["vanishing", "exploding"]:
    work.rename(name, f"{work.path(name).stem} - 副本.ipynb")
    work.put_stub(name)
