# The loop draws the last start only.
#
# plot_gradients: 0.75
# caught by: test_curves test_legend
# says: Some starts have no curve: there must be one for each

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
    d2l.plt.semilogy(g, label=name)
    d2l.plt.legend(names)
