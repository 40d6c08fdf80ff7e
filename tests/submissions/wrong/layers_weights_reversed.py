# Takes the weights from the last one, where the sizes allow it.
#
# signal_and_gradient: 1
# caught by: test_signal test_gradient
# says: signals are wrong
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    if len({tuple(w.shape) for w in ws}) == 1:
        ws = ws[::-1]
    hs = [x.detach()]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w)
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
