# Point clouds in black, circles and crosses.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.scatter(x, x.sigmoid(), c="k", marker="o", s=12, label="sigmoid")
    axes.scatter(x, sigmoid_gradient(x), c="k", marker="x", s=12, label="gradient")
    axes.legend()
