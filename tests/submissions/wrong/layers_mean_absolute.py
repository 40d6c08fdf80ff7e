# Mean absolute values.
#
# signal_and_gradient: 1
# caught by: test_signal test_gradient
# says: mean absolute

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.abs().mean().item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    return [size(h) for h in layers], [size(h.grad) for h in layers]
