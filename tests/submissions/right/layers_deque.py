# The gradients in a deque, which grows to the left.
#
# signal_and_gradient: 3

# %% signal_and_gradient
from collections import deque

def signal_and_gradient(weights, x, gradient):
    signals, hs = deque(), []
    h = x.detach()
    signals.append(h.pow(2).mean().sqrt().item())
    for w in weights:
        h = (h @ w.detach().t()).clamp_min(0)
        hs.append(h)
        signals.append(h.pow(2).mean().sqrt().item())
    g = gradient.detach()
    gradients = deque([g.pow(2).mean().sqrt().item()])
    for w, h in zip(reversed(weights), reversed(hs)):
        g = g.masked_fill(h == 0, 0) @ w.detach()
        gradients.appendleft(g.pow(2).mean().sqrt().item())
    return signals, gradients
