# NumPy arrays, and a guide line at 1.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    array = d2l.np.array(curves)
    d2l.plt.axhline(1, color="gray", linewidth=0.5)
    for name, row in zip(names, array):
        d2l.plt.plot(d2l.np.arange(array.shape[1]), row, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
