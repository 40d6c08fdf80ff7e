# Thick lines in the legend for thin dashed curves.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.lines import Line2D

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), "g--", lw=1)
    axes.plot(x, sigmoid_gradient(x), "m-.", lw=1)
    axes.legend([Line2D([], [], color=c, lw=4) for c in "gm"], ["sigmoid", "gradient"])
