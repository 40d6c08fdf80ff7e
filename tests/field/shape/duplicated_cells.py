# A cell was pasted again and again, name and all.
#
# scores: 3 3 2 2
# note: The cell `sigmoid_gradient` was there more than once

with work.edit("vanishing") as notebook:
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "sigmoid-gradient")
    place = notebook["cells"].index(cell)
    notebook["cells"][place:place] = [cell] * 500
