# An axis that is linear around 0.
#
# plot_gradients: 1.75
# caught by: test_logarithmic
# says: The vertical axis is not logarithmic

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.plot(signal_and_gradient(weights, x, gradient)[1], label=name)
    d2l.plt.yscale("symlog")
    d2l.plt.legend()
