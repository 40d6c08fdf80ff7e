# Draws from the last layer to the first.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        at = list(range(len(curve)))
        d2l.plt.plot(at[::-1], curve[::-1], label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
