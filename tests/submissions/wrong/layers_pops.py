# Empties the list of weights.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: argument has changed

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.detach().square().mean().sqrt().item()
    layers = [x]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.T))
    g, back = gradient, [size(gradient)]
    for h in layers[:0:-1]:
        g = (g * (h > 0)) @ weights.pop()
        back.append(size(g))
    return [size(h) for h in layers], back[::-1]
