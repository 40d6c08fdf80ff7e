# Layers in per cent of the depth.
#
# plot_gradients: 1.75
# caught by: test_layers
# says: The curves must run over the layers 0 to L

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.semilogy([100 * i / len(weights) for i in range(len(g))], g, label=name)
    d2l.plt.legend()
