# All curves in one colour.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The curves look alike: the legend cannot tell them apart
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], "k", label=name)
    d2l.plt.legend()
