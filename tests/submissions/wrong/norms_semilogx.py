# The wrong axis is logarithmic.
#
# plot_gradients: 1.75
# caught by: test_logarithmic
# says: The vertical axis is not logarithmic

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.semilogx(range(len(g)), g, label=name)
    d2l.plt.legend()
