# The names from the last one.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The names in the legend are swapped
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for weights in starts:
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1])
    d2l.plt.legend(list(names)[::-1])
