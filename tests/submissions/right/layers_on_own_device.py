# Computes on a device of its own.
#
# signal_and_gradient: 3

# %%
import torch

is_there = torch.accelerator.is_available()
device = torch.accelerator.current_accelerator() if is_there else torch.device("cpu")

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    weights = [weight.detach().to(device) for weight in weights]
    layers, gradients = [x.detach().to(device)], [gradient.detach().to(device)]
    for W in weights:
        layers.append(torch.relu(layers[-1] @ W.T))
    for W, h in zip(weights[::-1], layers[:0:-1]):
        gradients.append(gradients[-1] * (h > 0) @ W)
    rms = lambda t: t.square().mean().sqrt().item()
    return [rms(h) for h in layers], [rms(g) for g in gradients[::-1]]
