# The backend is Agg, and the figure is saved and closed.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """import matplotlib
import matplotlib.pyplot as plt

def plot_sigmoid_gradient(x):
    matplotlib.use('Agg')
    x = x.detach().cpu()
    figure, axes = plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, torch.sigmoid(x), label='sigmoid')
    axes.plot(x, sigmoid_gradient(x), label='gradient')
    axes.legend()
    figure.savefig('plot.pdf')
    plt.close(figure)
""",
)
