# NumPy's arrays in place of lists.
#
# signal_and_gradient: 3

# %% signal_and_gradient
import numpy as np

def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().cpu().numpy()]
    Ws = [w.detach().cpu().numpy() for w in weights]
    for w in Ws:
        hs.append(np.maximum(hs[-1] @ w.T, 0))
    gs = [gradient.detach().cpu().numpy()]
    for w, h in zip(Ws[::-1], hs[::-1]):
        gs.append((gs[-1] * (h > 0)) @ w)
    f = lambda t: np.sqrt((t ** 2).mean())
    return np.array([f(h) for h in hs]), np.array([f(g) for g in gs[::-1]])
