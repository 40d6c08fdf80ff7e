# The whole book was downloaded into the folder, with more notebooks than there may be files.
#
# scores: 3 3 2 2
# note: * more were set aside: each is one of too many or too large files.

for number in range(1200):
    work.put(f"d2l-book/pytorch/chapter_{number % 20}/section_{number}.ipynb", '{"cells": []}')
for name in ["vanishing", "exploding"]:
    work.rename(name, f"work/{work.path(name).name}")
