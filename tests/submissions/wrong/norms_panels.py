# A panel for each start.
#
# plot_gradients: 1.25
# caught by: test_legend test_figure
# says: same pair of axes

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    figure, panels = d2l.plt.subplots(1, len(names), squeeze=False)
    for axes, name, curve in zip(panels[0], names, curves):
        axes.semilogy(curve, label=name)
        axes.legend()
