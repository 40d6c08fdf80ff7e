# A line too many was deleted from the first cell, in which all was well until the kernel restarted.
#
# scores: 3 3 2 2
# note: The cell `import importlib.util` lacks lines of the released one

with work.edit("exploding") as notebook:
    setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
    setup["source"] = setup["source"].replace("import torch\n", "", 1)
