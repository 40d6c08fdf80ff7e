# A second, empty figure.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: There is an empty figure, too: draw in one figure

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    fig, ax = d2l.plt.subplots()
    d2l.plt.subplots()
    for name, weights in zip(names, starts):
        ax.semilogy(signal_and_gradient(weights, x, gradient)[1], label=name)
    ax.legend()
