# Shows the figure after each curve.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: There is more than one figure
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], label=name)
        d2l.plt.legend()
        d2l.plt.show()
