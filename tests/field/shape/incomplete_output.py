# The editor was closed while a cell was running.
#
# scores: 3 3 2 2
# never: could not be read

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data"}, {"output_type": "stream"}, {}, None]
