# Axes that reach out of the figure.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: Part of a curve is cut off
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure = d2l.plt.figure(figsize=(4.5, 2.5))
    axes = figure.add_axes([0.5, 0.1, 0.8, 0.8])
    axes.plot(x, x.sigmoid(), label="sigmoid")
    axes.plot(x, sigmoid_gradient(x), label="gradient")
    axes.legend(loc="upper left")
