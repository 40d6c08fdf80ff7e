# The layers begin at 1.
#
# plot_gradients: 1.75
# caught by: test_layers
# says: begin at 1

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(range(1, len(curve) + 1), curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
