# Both axes are logarithmic.
#
# plot_gradients: 1.75
# caught by: test_logarithmic
# says: horizontal axis
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.xscale("symlog")
    d2l.plt.legend()
