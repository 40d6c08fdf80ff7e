# Two tensors of numbers.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    with torch.no_grad():
        layers, masks = [x], []
        for weight in weights:
            z = layers[-1] @ weight.T
            masks.append(z > 0)
            layers.append(z.clamp(min=0))
        back = [gradient]
        for weight, mask in zip(weights[::-1], masks[::-1]):
            back.append((back[-1] * mask) @ weight)
        rms = lambda values: torch.stack([v.square().mean().sqrt() for v in values])
        return rms(layers), rms(back[::-1])
