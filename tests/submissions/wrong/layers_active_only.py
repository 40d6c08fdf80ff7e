# The mean over active units only.
#
# signal_and_gradient: 0.75
# caught by: test_signal test_gradient test_any_input
# says: The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.insert(0, (gs[0] * (h > 0)) @ w)
    f = lambda t: t[t != 0].square().mean().sqrt().item() if (t != 0).any() else 0.0
    return [f(h) for h in hs], [f(g) for g in gs]
