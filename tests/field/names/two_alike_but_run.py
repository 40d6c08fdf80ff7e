# The copy has been run, and so has outputs and other ids.
#
# scores: 3 3 2 2
# never: versions were

work.put("vanishing_gradients (1).ipynb", work.path("vanishing").read_bytes())
with work.edit("vanishing") as notebook:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"new-{number}"
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "12"}]
            cell["execution_count"] = number
