# Works in double precision only.
#
# signal_and_gradient: 2.75
# caught by: test_any_input
# says: In float32: `signal_and_gradient` raised RuntimeError

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach()]
    for w in weights:
        zero = torch.zeros(len(x), len(w), dtype=torch.float64)
        hs.append(torch.addmm(zero, hs[-1], w.detach().T).relu())
    gs = [gradient.detach()]
    for w, h in zip(weights[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
