# Switches autograd off, for good.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: Autograd is no longer as it was
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    torch.set_grad_enabled(False)
    for name, weights in zip(names, starts):
        layers, back = [x], [gradient]
        for weight in weights:
            layers.append(torch.relu(layers[-1] @ weight.T))
        for weight, h in zip(weights[::-1], layers[:0:-1]):
            back.append((back[-1] * (h > 0)) @ weight)
        d2l.plt.semilogy([g.square().mean().sqrt().item() for g in back[::-1]], label=name)
    d2l.plt.legend()
