# Leaves autograd switched off.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: torch.no_grad
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean().sqrt().item()

    torch.set_grad_enabled(True)
    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    torch.set_grad_enabled(False)
    return [size(h) for h in layers], [size(h.grad) for h in layers]
