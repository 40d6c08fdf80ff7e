# Ids with spaces, of 100 letters, and numbers.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = ["a cell", "x" * 100, 7][number % 3]
