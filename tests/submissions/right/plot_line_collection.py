# One collection of lines for each curve.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.collections import LineCollection

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    for name, y, color in [("sigmoid", x.sigmoid(), "C0"), ("gradient", sigmoid_gradient(x), "C3")]:
        axes.add_collection(LineCollection([torch.stack([x, y], 1).numpy()], colors=color, label=name))
    axes.autoscale()
    axes.legend()
