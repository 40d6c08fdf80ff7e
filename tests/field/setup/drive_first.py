# The notebook was written on Colab, and begins with its drive; Colab has its own ids, too.
#
# scores: 3 3 2 2
# note: needs `google`, which is not installed here

with work.edit("vanishing") as notebook:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"Xy_{number}"
    setup = next(cell for cell in notebook["cells"] if "find_spec" in cell["source"])
    setup["source"] = (
        "from google.colab import drive\ndrive.mount('/content/drive')\n" + setup["source"]
    )
