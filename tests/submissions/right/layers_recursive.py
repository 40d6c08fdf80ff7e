# A recursion: forwards on the way down, backwards on the way up.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(t):
        return t.detach().norm().item() / t.numel() ** 0.5

    def go(h, rest):
        if not rest:
            return gradient.detach(), [size(h)], [size(gradient)]
        after = torch.relu(h @ rest[0].T)
        g, signals, gradients = go(after, rest[1:])
        g = (g * (after > 0)) @ rest[0]
        return g.detach(), [size(h)] + signals, [size(g)] + gradients

    return go(x.detach(), [w.detach() for w in weights])[1:]
