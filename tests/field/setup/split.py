# The first cell was split within a statement: its halves are no code.
#
# scores: 3 3 2 2
# note: lacks lines of the released one, which was run before it

with work.edit("exploding") as notebook:
    cells = notebook["cells"]
    at = next(number for number, cell in enumerate(cells) if cell["id"] == "setup")
    lines = cells[at]["source"].splitlines(keepends=True)
    cells[at]["source"] = "".join(lines[:2])
    half = dict(cells[at], id="half", source="".join([*lines[2:-1], "    )"]))
    cells.insert(at + 1, half)
