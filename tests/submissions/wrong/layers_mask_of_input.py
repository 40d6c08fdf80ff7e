# Backwards, the mask of the layer below.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: try one layer

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.detach().square().mean().sqrt().item()
    layers, back = [x], [gradient]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.T))
    for weight, h in zip(weights[::-1], layers[-2::-1]):
        back.append((back[-1] @ weight) * (h > 0))
    return [size(h) for h in layers], [size(g) for g in back[::-1]]
