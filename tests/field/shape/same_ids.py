# A merge has given all cells the same id.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        cell["id"] = "same"
