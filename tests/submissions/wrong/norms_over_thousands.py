# Layers in per cent of the depth.
#
# plot_gradients: 0
# caught by: none
# says: nothing

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.semilogy([100 * i / len(weights) for i in range(len(g))], g, label=name)
    d2l.plt.legend()
