# The names from the last one.
#
# plot_gradients: 0
# caught by: none
# says: nothing

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for weights in starts:
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1])
    d2l.plt.legend(list(names)[::-1])
