# The names in alphabetical order.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The names in the legend are swapped
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    lines = [d2l.plt.semilogy(signal_and_gradient(w, x, gradient)[1])[0] for w in starts]
    d2l.plt.legend(lines, sorted(names, key=lambda n: n[::-1]))
