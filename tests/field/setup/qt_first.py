# The first line asks for windows, and there is no screen.
#
# scores: 3 3 2 2
# note: ended in ImportError

for name in ("vanishing", "exploding"):
    with work.edit(name) as notebook:
        setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
        setup["source"] = setup["source"].replace("%matplotlib inline", "%matplotlib qt")
