# The first start again and again.
#
# plot_gradients: 0.75
# caught by: test_curves test_legend
# says: Some starts have no curve: there must be one for each

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name in names:
        d2l.plt.semilogy(signal_and_gradient(starts[0], x, gradient)[1], label=name)
    d2l.plt.legend()
