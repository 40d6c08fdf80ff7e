# All cells of both notebooks were pasted into one.
#
# scores: 3 3 2 2
# note: exploding_gradients.ipynb*as `vanishing_gradients.ipynb`

with work.edit("exploding") as other, work.edit("vanishing") as notebook:
    notebook["cells"] += other["cells"]
work.path("exploding").unlink()
