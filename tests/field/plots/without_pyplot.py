# The figure is made without pyplot, and displayed.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """from IPython.display import display
from matplotlib.figure import Figure

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure = Figure(figsize=(4.5, 2.5))
    axes = figure.subplots()
    axes.plot(x, torch.sigmoid(x), label='sigmoid')
    axes.plot(x, sigmoid_gradient(x), label='gradient')
    axes.legend()
    display(figure)
""",
)
