# x is divided in place, and multiplied again.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: An argument has changed: work on copies

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = x.detach().abs().max()
    x.data.div_(size * 3)
    hs = [x.detach() * (size * 3)]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = [gradient.detach()]
    for w, h in zip(weights[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach())
    f = lambda t: t.square().mean().sqrt().item()
    x.data.mul_(size * 3).add_(1e-3)
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
