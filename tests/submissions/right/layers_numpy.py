# NumPy.
#
# signal_and_gradient: 3

# %% signal_and_gradient
import numpy as np

def signal_and_gradient(weights, x, gradient):
    W = [w.detach().cpu().numpy() for w in weights]
    hs = [x.detach().cpu().numpy()]
    for w in W:
        hs.append(np.maximum(hs[-1] @ w.T, 0))
    gs = [gradient.detach().cpu().numpy()]
    for w, h in zip(W[::-1], hs[:0:-1]):
        gs.append(np.where(h > 0, gs[-1], 0) @ w)
    rms = lambda a: float(np.sqrt(np.mean(a**2)))
    return list(map(rms, hs)), list(map(rms, gs[::-1]))
