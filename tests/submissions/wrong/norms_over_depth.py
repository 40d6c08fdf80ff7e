# The layers from 0 to 1.
#
# plot_gradients: 1.75
# caught by: test_layers
# says: layers 0 to L

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(torch.linspace(0, 1, len(curve)), curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
