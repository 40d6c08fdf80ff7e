# Names of its own.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: names of all starts

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.plot(curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend([f"start {i}" for i in range(len(names))])
