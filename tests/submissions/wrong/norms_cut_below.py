# Cuts off what is below a thousandth.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: Part of a curve is cut off
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], label=name)
    d2l.plt.ylim(1e-3, 1e3)
    d2l.plt.legend()
