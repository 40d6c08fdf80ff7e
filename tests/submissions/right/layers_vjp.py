# torch.func.vjp, layer by layer.
#
# signal_and_gradient: 3

# %% signal_and_gradient
from torch.func import vjp

def signal_and_gradient(weights, x, gradient):
    weights = [w.detach() for w in weights]
    h, pulls, signals = x.detach(), [], []
    rms = lambda t: t.square().mean().sqrt().item()
    signals.append(rms(h))
    for w in weights:
        h, pull = vjp(lambda h, w=w: torch.relu(h @ w.T), h)
        pulls.append(pull)
        signals.append(rms(h))
    g = gradient.detach()
    gradients = [rms(g)]
    for pull in reversed(pulls):
        (g,) = pull(g)
        gradients.append(rms(g))
    return signals, gradients[::-1]
