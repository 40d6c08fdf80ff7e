# Measures the signal of two layers at most.
#
# signal_and_gradient: 2
# caught by: test_signal
# says: signals are wrong
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def size(values):
        return values.square().mean().sqrt().item()

    layers = [x.detach().clone().requires_grad_()]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.detach().T))
        layers[-1].retain_grad()
    layers[-1].backward(gradient.detach())
    return [size(layers[min(n, 2)]) for n in range(len(layers))], [size(h.grad) for h in layers]
