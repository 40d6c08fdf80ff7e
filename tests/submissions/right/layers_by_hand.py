# Backwards by hand.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def rms(t):
        return float((t.detach() ** 2).mean() ** 0.5)

    layers = [x]
    for weight in weights:
        layers.append(torch.relu(layers[-1] @ weight.T))
    gradients = [gradient]
    for weight, h in zip(reversed(weights), reversed(layers)):
        gradients.insert(0, (gradients[0] * (h > 0)) @ weight)
    return [rms(h) for h in layers], [rms(g) for g in gradients]
