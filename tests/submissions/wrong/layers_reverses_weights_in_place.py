# weights.reverse().
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: An argument has changed: work on copies

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = [gradient.detach()]
    weights.reverse()
    for w, h in zip(weights, hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
