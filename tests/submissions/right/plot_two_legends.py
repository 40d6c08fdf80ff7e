# Twin axes, each with a legend of its own.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), "b", label="sigmoid")
    axes.legend(loc="upper left")
    other = axes.twinx()
    other.plot(x, sigmoid_gradient(x), "r", label="gradient")
    other.legend(loc="center left")
