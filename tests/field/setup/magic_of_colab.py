# The first line is a magic that only Colab has: IPython prints that, and stops.
#
# scores: 3 3 2 2
# note: ended in UsageError

with work.edit("vanishing") as notebook:
    setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
    setup["source"] = "%tensorflow_version 2.x\n" + setup["source"]
