# Takes all layers for as wide as x.
#
# plot_gradients: 1.25
# caught by: test_curves
# says: None of the curves shows the gradients of its start
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    width = x.shape[1]
    for name, weights in zip(names, starts):
        weights = [w[:width, :width] for w in weights]
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient[:, :width])[1], label=name)
    d2l.plt.legend()
