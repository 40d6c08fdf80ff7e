# Without layers, an empty list.
#
# signal_and_gradient: 2.75
# caught by: test_no_layers
# says: Without layers, give the root mean squares of both arguments

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    if not weights:
        return [], []
    hs = [x.detach()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = [gradient.detach()]
    for w, h in zip(weights[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
