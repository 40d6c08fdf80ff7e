# squeeze(), which one example does not survive.
#
# signal_and_gradient: 2.75
# caught by: test_any_input
# says: With one example: `signal_and_gradient` raised IndexError
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w)
    def f(t):
        rows = t.square().squeeze(0).sum(1)
        return (rows.mean() / t.shape[1]).sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
