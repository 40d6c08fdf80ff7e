# Rounds to ten decimals.
#
# signal_and_gradient: 2.75
# caught by: test_any_input
# says: Tiny numbers are wrong
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.insert(0, (gs[0] * (h > 0)) @ w)
    f = lambda t: round(t.square().mean().sqrt().item(), 10)
    return [f(h) for h in hs], [f(g) for g in gs]
