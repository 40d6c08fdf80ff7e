# Keeps every number above a thousandth.
#
# signal_and_gradient: 2.75
# caught by: test_any_input
# says: Tiny numbers are wrong
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean().sqrt().clamp(min=1e-3).item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    return [size(h) for h in layers], [size(h.grad) for h in layers]
