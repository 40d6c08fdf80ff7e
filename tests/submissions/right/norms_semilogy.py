# plt.semilogy.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.semilogy(curve, label=name)
    d2l.plt.legend()
