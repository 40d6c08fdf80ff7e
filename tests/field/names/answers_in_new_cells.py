# In the finished copy the answers stand in new cells, and the stubs above them are left.
#
# scores: 3 3 2 2
# note: `vanishing_gradients (1).ipynb`

with work.edit("vanishing") as notebook:
    answers = [cell["source"] for cell in notebook["cells"]]
work.rename("vanishing", "finished")
work.put_stub("vanishing")
work.put_stub("vanishing", "vanishing_gradients (1).ipynb")
for source in answers:
    if "def sigmoid_gradient" in source:
        work.add("vanishing_gradients (1).ipynb", source, before="test_sigmoid_gradient")
    if "def plot_sigmoid_gradient" in source:
        work.add("vanishing_gradients (1).ipynb", source, before="test_plot_sigmoid_gradient")
work.path("finished").unlink()
