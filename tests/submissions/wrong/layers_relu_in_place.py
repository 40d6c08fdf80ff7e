# A mask is put into the gradient in place.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: argument has changed

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.detach().square().mean().sqrt().item()
    with torch.no_grad():
        layers = [x]
        for weight in weights:
            layers.append(torch.relu(layers[-1] @ weight.T))
        g, back = gradient, [size(gradient)]
        for weight, h in zip(weights[::-1], layers[:0:-1]):
            g[h <= 0] = 0
            g = g @ weight
            back.append(size(g))
        return [size(h) for h in layers], back[::-1]
