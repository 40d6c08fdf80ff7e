# Each curve is divided by its last number.
#
# plot_gradients: 1.25
# caught by: test_curves
# says: Each curve is divided by one of its numbers

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        g = torch.tensor([float(v) for v in signal_and_gradient(weights, x, gradient)[1]])
        d2l.plt.semilogy(g / g[-1], label=name)
    d2l.plt.legend()
