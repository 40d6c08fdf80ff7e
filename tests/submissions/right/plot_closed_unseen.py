# A guide line, and the figure is closed with neither a look at it nor a file.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.axhline(0.25, color="gray", linewidth=0.5)
    axes.plot(x, x.sigmoid(), label="sigmoid")
    axes.plot(x, sigmoid_gradient(x), label="gradient")
    axes.legend()
    d2l.plt.close(figure)
