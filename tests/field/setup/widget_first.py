# The first line asks for a backend that is not installed here, so that nothing below it is run.
#
# scores: 3 3 2 2
# note: needs `ipympl`, which is not installed here: the released cell was run in its place
# shown: needs `ipympl`, which is not installed here: the released cell was run in its place

for name in ("vanishing", "exploding"):
    with work.edit(name) as notebook:
        setup = next(cell for cell in notebook["cells"] if cell["id"] == "setup")
        setup["source"] = "%matplotlib widget\n" + setup["source"]
