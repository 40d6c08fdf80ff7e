# The first cell was deleted.
#
# scores: 3 3 2 2
# note: The released cell `import importlib.util` was missing or no code: it was put back.

with work.edit("vanishing") as notebook:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "setup"]
