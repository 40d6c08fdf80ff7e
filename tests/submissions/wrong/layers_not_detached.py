# numpy() of what requires gradients.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: Where the arguments require gradients
# visible check passes: signal_and_gradient

# %% signal_and_gradient
import numpy as np

def signal_and_gradient(weights, x, gradient):
    ws = [w.numpy() for w in weights]
    hs = [x.numpy()]
    for w in ws:
        hs.append(np.maximum(hs[-1] @ w.T, 0))
    gs = [gradient.numpy()]
    for w, h in zip(ws[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w)
    f = lambda t: float(np.sqrt(np.mean(t ** 2)))
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
