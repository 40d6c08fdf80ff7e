# The layers are counted down.
#
# plot_gradients: 1
# caught by: test_curves test_layers
# says: The curves run backwards: the first layer is on the left

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.semilogy(range(len(g), 0, -1), g[::-1][::-1], label=name)
    d2l.plt.legend()
