# The figure is displayed by hand, and closed so that it is not shown twice.
#
# scores: 3 3 2 2

work.answer(
    "vanishing",
    "plot_sigmoid_gradient",
    """import matplotlib.pyplot as plt
from IPython.display import display

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, torch.sigmoid(x), label='sigmoid')
    axes.plot(x, sigmoid_gradient(x), label='gradient')
    axes.legend()
    display(figure)
    plt.close(figure)
""",
)
