# The lists are global, and grow from call to call.
#
# signal_and_gradient: 0
# caught by: all
# says: There must be one more signal than there are layers

# %% signal_and_gradient
SIGNALS, GRADIENTS = [], []

def signal_and_gradient(weights, x, gradient):
    f = lambda t: t.detach().square().mean().sqrt().item()
    hs = [x.detach()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = [gradient.detach()]
    for w, h in zip(weights[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach())
    SIGNALS.extend(f(h) for h in hs)
    GRADIENTS.extend(f(g) for g in gs[::-1])
    return list(SIGNALS), list(GRADIENTS)
