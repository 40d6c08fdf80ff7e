# Switches autograd off, for good.
#
# plot_gradients: 0
# caught by: all
# says: With several starts: `plot_gradients` raised RuntimeError
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    torch.set_grad_enabled(False)
    for name, curve in zip(names, curves):
        d2l.plt.semilogy(curve, label=name)
    d2l.plt.legend()
