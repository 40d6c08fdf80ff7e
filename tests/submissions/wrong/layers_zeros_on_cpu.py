# Compares with zeros on the default device.
#
# signal_and_gradient: 0
# needs: accelerator
# caught by: all
# says: raised RuntimeError
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    layers = [x.detach().clone().requires_grad_()]
    for W in weights:
        z = layers[-1] @ W.detach().T
        layers.append(torch.where(z > torch.zeros(z.shape, dtype=z.dtype), z, 0))
    gradients = torch.autograd.grad(layers[-1], layers, gradient.detach())
    rms = lambda t: t.square().mean().sqrt().item()
    return [rms(h) for h in layers], [rms(g) for g in gradients]
