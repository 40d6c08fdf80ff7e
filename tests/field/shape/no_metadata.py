# A script has removed the metadata of each cell, key and all, and the notebook's.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook.pop("metadata")
    for cell in notebook["cells"]:
        cell.pop("metadata")
