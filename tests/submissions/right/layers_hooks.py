# Hooks catch the gradients.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    found = {}
    h = x.detach().clone().requires_grad_()
    layers = [h]
    h.register_hook(lambda g: found.__setitem__(0, g))
    for number, weight in enumerate(weights, 1):
        h = torch.relu(h @ weight.detach().T)
        h.register_hook(lambda g, number=number: found.__setitem__(number, g))
        layers.append(h)
    h.backward(gradient.detach())
    size = lambda t: t.square().mean().sqrt().item()
    return [size(h) for h in layers], [size(found[n]) for n in range(len(layers))]
