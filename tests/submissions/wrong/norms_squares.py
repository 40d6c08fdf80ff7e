# Mean squares.
#
# plot_gradients: 1.25
# caught by: test_curves
# says: The curves show squares: take the root of each number

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
        d2l.plt.plot([c**2 for c in curve], label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
