# The stubs are at the top, and what was finished is two folders deep.
#
# scores: 3 3 2 2
# note: `hw/2/exploding_gradients.ipynb`

for name in ["vanishing", "exploding"]:
    work.rename(name, f"hw/2/{work.path(name).name}")
    work.put_stub(name)
