# No ReLU after the last layer.
#
# signal_and_gradient: 0.75
# caught by: test_signal test_gradient test_any_input
# says: last layer has a ReLU

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    layers = [x.detach().clone().requires_grad_()]
    for number, weight in enumerate(weights):
        z = layers[-1] @ weight.detach().T
        layers.append(torch.relu(z) if number < len(weights) - 1 else z)
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    size = lambda values: values.square().mean().sqrt().item()
    return [size(h) for h in layers], [size(h.grad) for h in layers]
