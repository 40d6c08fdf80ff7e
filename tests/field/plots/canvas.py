# The figure is made without pyplot, and drawn on a canvas.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure = Figure(figsize=(4.5, 2.5))
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot(x, torch.sigmoid(x), label='sigmoid')
    axes.plot(x, sigmoid_gradient(x), label='gradient')
    axes.legend()
    canvas.draw()
""",
)
