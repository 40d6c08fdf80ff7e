# functools and itertools.
#
# signal_and_gradient: 3

# %% signal_and_gradient
from itertools import accumulate

def signal_and_gradient(weights, x, gradient):
    ws = [w.detach() for w in weights]
    hs = list(accumulate(ws, lambda h, w: torch.relu(h @ w.T), initial=x.detach()))
    steps = list(zip(ws, hs[1:]))[::-1]
    gs = list(accumulate(steps, lambda g, s: (g * (s[1] > 0)) @ s[0], initial=gradient.detach()))
    return [[t.square().mean().sqrt().item() for t in ts] for ts in (hs, gs[::-1])]
