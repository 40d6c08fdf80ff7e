# A tool wrote `null` for each cell's id.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        cell["id"] = None
