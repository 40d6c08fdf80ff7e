# Leaves out the last point.
#
# plot_gradients: 1.75
# caught by: test_layers
# says: A curve lacks its first or last point

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.semilogy(range(len(weights)), g[:-1], label=name)
    d2l.plt.legend()
