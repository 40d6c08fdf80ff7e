# One key has made Markdown of the first cell.
#
# scores: 3 3 2 2
# note: The released cell `import importlib.util` was missing or no code: it was put back.

with work.edit("exploding") as notebook:
    setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
    setup["cell_type"] = "markdown"
    del setup["outputs"], setup["execution_count"]
