# Each curve in pieces from point to point, with proxies in the legend.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    keys = []
    for y, color in [(x.sigmoid(), "C2"), (sigmoid_gradient(x), "C4")]:
        points = torch.stack([x, y], 1)
        axes.add_collection(LineCollection(torch.stack([points[:-1], points[1:]], 1).numpy(), colors=color))
        keys.append(Line2D([], [], color=color))
    axes.autoscale()
    axes.legend(keys, ["sigmoid", "gradient"])
