# Backwards with W.T where the layer is square.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: The gradients are wrong: try one layer, by hand
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = [gradient.detach()]
    for w, h in zip(weights[::-1], hs[::-1]):
        w = w.detach()
        gs.append((gs[-1] * (h > 0)) @ (w.T if w.shape[0] == w.shape[1] else w))
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
