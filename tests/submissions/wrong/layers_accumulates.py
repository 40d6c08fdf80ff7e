# Adds each gradient to the one before.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: The gradients are wrong: try one layer, by hand

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    f = lambda t: t.square().mean().sqrt().item()
    g = gradient.detach()
    gs = [f(g)]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        g = (g * (h > 0)) @ w
        gs.append(gs[-1] + f(g))
    return [f(h) for h in hs], gs[::-1]
