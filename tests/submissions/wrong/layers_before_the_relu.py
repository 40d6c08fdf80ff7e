# Measures before the ReLU.
#
# signal_and_gradient: 2
# caught by: test_signal
# says: Measure each signal behind its ReLU, not before it

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    h, signals, masks = x.detach(), [x.detach()], []
    for w in weights:
        z = h @ w.detach().T
        signals.append(z)
        h = z.relu()
        masks.append(h > 0)
    gs = [gradient.detach()]
    for w, mask in zip(weights[::-1], masks[::-1]):
        gs.insert(0, (gs[0] * mask) @ w.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in signals], [f(g) for g in gs]
