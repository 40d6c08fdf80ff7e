# Goes back with the first example only.
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
    g = gradient.detach()[:1]
    gs = [g]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        g = (g * (h[:1] > 0)) @ w
        gs.insert(0, g)
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs]
