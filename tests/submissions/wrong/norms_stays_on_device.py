# Draws tensors without coming back to the CPU.
#
# plot_gradients: 0
# needs: accelerator
# caught by: all
# says: raised TypeError
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = []
    for weights in starts:
        h, hs, g, gs = x, [], gradient, [gradient]
        for W in weights:
            h = (h @ W.T).clamp(min=0)
            hs.append(h)
        for W, h in zip(weights[::-1], hs[::-1]):
            g = g * (h > 0) @ W
            gs.append(g)
        curves.append(torch.stack([g.square().mean().sqrt() for g in gs[::-1]]))
    d2l.plot(list(range(len(curves[0]))), curves, legend=names, yscale="log", fmts=["-"] * len(curves))
