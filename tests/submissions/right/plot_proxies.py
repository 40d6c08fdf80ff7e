# Plain lines of the curves' colors in the legend, where the curves have dots.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.lines import Line2D

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), "C0.-")
    axes.plot(x, sigmoid_gradient(x), "C3.-")
    axes.legend([Line2D([], [], color="C0"), Line2D([], [], color="C3")], ["sigmoid", "gradient"])
