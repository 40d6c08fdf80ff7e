# Divides by the units, not by the entries.
#
# signal_and_gradient: 1
# caught by: test_signal test_gradient
# says: The sum is divided by the units only

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.insert(0, (gs[0] * (h > 0)) @ w)
    f = lambda t: (t.square().sum() / t.shape[1]).sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs]
