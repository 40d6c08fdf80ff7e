# All cells were pasted into one notebook, and the other one was handed in as it came.
#
# scores: 3 3 2 2
# note: exploding_gradients.ipynb*as `vanishing_gradients.ipynb`

with work.edit("exploding") as other, work.edit("vanishing") as notebook:
    notebook["cells"] += other["cells"]
work.put_stub("exploding")
