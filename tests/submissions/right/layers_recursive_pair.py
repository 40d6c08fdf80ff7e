# A recursion that returns from the far end.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.square().mean().sqrt().item()

    def go(h, i):
        if i == len(weights):
            return [size(h)], [size(gradient.detach())], gradient.detach()
        W = weights[i].detach()
        out = torch.relu(h @ W.T)
        signals, gradients, g = go(out, i + 1)
        g = torch.where(out > 0, g, 0.0) @ W
        return [size(h)] + signals, [size(g)] + gradients, g

    signals, gradients, _ = go(x.detach(), 0)
    return signals, gradients
