# Numbers in place of names.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The legend must say the names of all starts

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for i, weights in enumerate(starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], label=f"start {i}")
    d2l.plt.legend()
