# The text was written into a code cell.
#
# scores: - 2 -
# note: `explain` had become a code cell
# shown: The balance point

with work.edit("averages.ipynb") as notebook:
    for cell in notebook["cells"]:
        if cell["id"] == "explain":
            cell.update(
                cell_type="code", source="# The balance point", outputs=[], execution_count=None
            )
