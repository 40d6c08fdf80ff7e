# A notebook of the student's own experiments came along, with a copy of one answer.
#
# scores: 3 3 2 2
# never: versions were

work.put("experiments.ipynb", work.path("vanishing").read_bytes())
with work.edit("experiments.ipynb") as notebook:
    notebook["cells"] = [c for c in notebook["cells"] if c["id"] == "sigmoid-gradient"]
