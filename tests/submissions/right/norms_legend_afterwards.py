# Lines first, a legend with names at the end.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    d2l.plt.plot([list(row) for row in zip(*curves)])
    d2l.plt.semilogy()
    d2l.plt.legend(names)
