# Leaves out x.
#
# plot_gradients: 0
# caught by: none
# says: nothing

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1][1:]
        d2l.plt.semilogy(range(1, len(g) + 1), g, label=name)
    d2l.plt.legend()
