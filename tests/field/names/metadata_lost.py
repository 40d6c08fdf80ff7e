# A tool has dropped what nbgrader keeps in the cells, and the student has renamed the file.
#
# scores: 3 3 2 2
# note: `colab.ipynb`

with work.edit("vanishing") as notebook:
    for cell in notebook["cells"]:
        cell["metadata"] = {"id": "Xy_12"}
work.rename("vanishing", "colab.ipynb")
