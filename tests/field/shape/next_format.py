# Saved by a Jupyter of years to come.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    notebook["nbformat_minor"] = 99
    notebook["news"] = {"x": 1}
    for cell in notebook["cells"]:
        cell["news"] = [1]
