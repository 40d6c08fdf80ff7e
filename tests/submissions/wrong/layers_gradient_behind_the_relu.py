# Measures gradients behind the ReLU.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: Measure each gradient before its layer's ReLU takes some of it away

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    f = lambda t: t.detach().square().mean().sqrt().item()
    hs = [x.detach()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    g, gs = gradient.detach(), []
    for w, h in zip(weights[::-1], hs[:0:-1]):
        g = g * (h > 0)
        gs.append(f(g))
        g = g @ w.detach()
    gs.append(f(g))
    return [f(h) for h in hs], gs[::-1]
