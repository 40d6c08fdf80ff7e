# Computes the gradients by itself.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = []
    for weights in starts:
        hs = [x.detach()]
        for W in weights:
            hs.append(torch.relu(hs[-1] @ W.T))
        g, sizes = gradient.detach(), [gradient.square().mean().sqrt().item()]
        for W, h in zip(weights[::-1], hs[:0:-1]):
            g = (g * (h > 0)) @ W
            sizes.append(g.square().mean().sqrt().item())
        curves.append(sizes[::-1])
    for name, curve in zip(names, curves):
        d2l.plt.plot(curve, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
