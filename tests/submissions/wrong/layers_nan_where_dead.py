# Divides by the signal, which is nan where it is 0.
#
# signal_and_gradient: 2.75
# caught by: test_any_input
# says: Where all units of the last layer are 0, so is each gradient that comes through them
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    f = lambda t: t.square().mean().sqrt().item()
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        mask = h / h.amax().clamp(min=0)
        gs.append((gs[-1] * (mask > 0) * (mask / mask if mask.isnan().any() else 1)) @ w)
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
