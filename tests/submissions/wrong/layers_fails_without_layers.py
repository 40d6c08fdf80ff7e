# Fails without layers.
#
# signal_and_gradient: 2.75
# caught by: test_no_layers
# says: ValueError

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    size = lambda t: t.detach().square().mean().sqrt().item()
    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
    first, *rest = weights
    grads = torch.autograd.grad(layers[-1], layers, gradient.detach())
    return [size(h) for h in layers], [size(g) for g in grads]
