# The legend lacks the first name.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The legend must say the names of all starts

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for i, (name, weights) in enumerate(zip(names, starts)):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], label=name if i else None)
    d2l.plt.legend()
