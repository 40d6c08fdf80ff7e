# Works on the arguments themselves, and leaves gradients on them.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: has changed
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    x.requires_grad_(True)
    x.grad = None
    layers = [x]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient)
    size = lambda t: t.detach().square().mean().sqrt().item()
    return [size(h) for h in layers], [size(h.grad) for h in layers]
