# A script has removed the outputs, key and all.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
