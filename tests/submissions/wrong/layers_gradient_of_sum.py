# Starts backwards from ones.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: start it from `gradient`

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean().sqrt().item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(torch.ones_like(layers[-1]))
    return [size(h) for h in layers], [size(h.grad) for h in layers]
