# Pairs, layer by layer.
#
# signal_and_gradient: 0
# caught by: all
# says: Return two lists: the signals, and the gradients

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.insert(0, (gs[0] * (h > 0)) @ w)
    f = lambda t: t.square().mean().sqrt().item()
    return [(f(h), f(g)) for h, g in zip(hs, gs)]
