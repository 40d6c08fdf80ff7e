# The first cell was deleted, but the student imports all in cells of their own.
#
# scores: 3 3 2 2
# never: was put back

with work.edit("exploding") as notebook:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "setup"]
for cell in ("multiply_all", "exploding_product"):
    work.add("exploding", "import torch\nfrom d2l import torch as d2l", before=cell)
