# Multiplies by the weights on the wrong side: fits square layers only.
#
# signal_and_gradient: 0
# caught by: all
# says: RuntimeError

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean().sqrt().item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach()))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    return [size(h) for h in layers], [size(h.grad) for h in layers]
