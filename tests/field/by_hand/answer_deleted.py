# The cell of the answer is gone; the answer stands in another one.
#
# scores: - 2 -
# shown: The balance point
# note: `explain` was missing

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell["metadata"], cell["source"] = {}, "The balance point."
