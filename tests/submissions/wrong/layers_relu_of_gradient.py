# Backwards, the ReLU of the gradient.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: Backwards, a ReLU is 0 where the signal is, whatever the gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.detach().square().mean().sqrt().item()
    layers, back = [x], [gradient]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.T))
    for weight in weights[::-1]:
        back.append(torch.relu(back[-1]) @ weight)
    return [size(h) for h in layers], [size(g) for g in back[::-1]]
