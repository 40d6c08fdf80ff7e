# Logarithms to base ten.
#
# plot_gradients: 1
# caught by: test_curves test_logarithmic
# says: The curves show logarithms

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = [math.log10(v) for v in signal_and_gradient(weights, x, gradient)[1]]
        d2l.plt.plot(g, label=name)
    d2l.plt.legend()
