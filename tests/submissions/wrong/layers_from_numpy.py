# Turns tensors into NumPy arrays without copying them to the CPU first.
#
# signal_and_gradient: 0
# needs: accelerator
# caught by: all
# says: raised TypeError
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    weights = [weight.detach().numpy() for weight in weights]
    layers, gradients = [x.detach().numpy()], [gradient.detach().numpy()]
    for W in weights:
        layers.append((layers[-1] @ W.T).clip(min=0))
    for W, h in zip(weights[::-1], layers[:0:-1]):
        gradients.append(gradients[-1] * (h > 0) @ W)
    rms = lambda a: float((a**2).mean() ** 0.5)
    return list(map(rms, layers)), list(map(rms, gradients[::-1]))
