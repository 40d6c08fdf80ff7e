# In the stub beside the finished copy a student has moved a slider and fixed the warm-up.
#
# scores: 3 3 2 2
# note: `vanishing_gradients (1).ipynb`

work.rename("vanishing", "vanishing_gradients (1).ipynb")
work.put_stub("vanishing")
work.add("vanishing", "plot_gradient_norms(depth=30, scale=4.0)")
with work.edit("vanishing") as notebook:
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "warm-up")
    cell["source"] = """def average(x):
    return x.mean()
"""
