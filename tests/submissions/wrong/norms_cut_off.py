# The axis begins at a hundredth.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: cut off
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
    d2l.plt.ylim(bottom=1e-2)
