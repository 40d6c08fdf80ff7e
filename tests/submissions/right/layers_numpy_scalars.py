# Lists of NumPy's numbers.
#
# signal_and_gradient: 3

# %% signal_and_gradient
import numpy as np

def signal_and_gradient(weights, x, gradient):
    rms = lambda a: np.sqrt(np.mean(np.square(a)))
    h = x.detach().cpu().numpy()
    hs = [h]
    for w in weights:
        h = np.where(h @ w.detach().cpu().numpy().T > 0, h @ w.detach().cpu().numpy().T, 0)
        hs.append(h)
    g = gradient.detach().cpu().numpy()
    gs = [rms(g)]
    for i in range(len(weights) - 1, -1, -1):
        g = (g * (hs[i + 1] > 0)) @ weights[i].detach().cpu().numpy()
        gs.insert(0, rms(g))
    return [rms(h) for h in hs], gs
