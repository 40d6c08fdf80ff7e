# Both curves in one collection of lines.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    curves = [torch.stack([x, y], 1).numpy() for y in (x.sigmoid(), sigmoid_gradient(x))]
    axes.add_collection(LineCollection(curves, colors=["b", "r"], linewidths=2))
    axes.autoscale()
    axes.legend([Line2D([], [], color="b"), Line2D([], [], color="r")], ["sigmoid", "gradient"])
