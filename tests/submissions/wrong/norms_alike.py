# All curves look alike.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: look alike
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(curve, "k-", label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
