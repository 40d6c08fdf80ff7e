# Formats the numbers.
#
# signal_and_gradient: 0
# caught by: all
# says: Each of the two lists must hold numbers, one for each layer

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.insert(0, (gs[0] * (h > 0)) @ w)
    f = lambda t: f"{t.square().mean().sqrt().item():.6g}"
    return [f(h) for h in hs], [f(g) for g in gs]
