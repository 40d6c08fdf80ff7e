# Double precision inside.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach().double() for w in weights]
    h = x.detach().double()
    hs = [h]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    gs = [gradient.detach().double()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.append(gs[-1] * h.sign() @ w)
    rms = lambda t: (t.norm() / t.numel() ** 0.5).item()
    return [rms(h) for h in hs], [rms(g) for g in gs][::-1]
