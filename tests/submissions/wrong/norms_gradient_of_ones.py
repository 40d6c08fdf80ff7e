# Starts from ones.
#
# plot_gradients: 0
# caught by: all
# says: None of the curves shows the gradients of its start

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, torch.ones_like(gradient))[1], label=name)
    d2l.plt.legend()
