# A figure for each start.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: more than one figure

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = []
    for weights in starts:
        hs = [x]
        for W in weights:
            hs.append(torch.relu(hs[-1] @ W.T))
        g, curve = gradient, [gradient.square().mean().sqrt().item()]
        for W, h in zip(weights[::-1], hs[:0:-1]):
            g = (g * (h > 0)) @ W
            curve.insert(0, g.square().mean().sqrt().item())
        curves.append(curve)
    for name, curve in zip(names, curves):
        d2l.plt.figure()
        d2l.plt.semilogy(curve, label=name)
        d2l.plt.legend()
