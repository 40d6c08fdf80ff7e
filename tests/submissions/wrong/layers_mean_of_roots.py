# The mean of each example's root mean square.
#
# signal_and_gradient: 1
# caught by: test_signal test_gradient
# says: The root is taken too early

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean(dim=1).sqrt().mean().item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    return [size(h) for h in layers], [size(h.grad) for h in layers]
