# torch.nn.Sequential.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    layers = []
    for weight in weights:
        linear = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False, dtype=weight.dtype, device=weight.device)
        with torch.no_grad():
            linear.weight.copy_(weight)
        layers.append(torch.nn.Sequential(linear, torch.nn.ReLU()))
    hs = [x.detach().clone().requires_grad_()]
    for layer in layers:
        hs.append(layer(hs[-1]))
    for h in hs:
        h.retain_grad()
    hs[-1].backward(gradient.detach())
    return [h.square().mean().sqrt().item() for h in hs], [h.grad.square().mean().sqrt().item() for h in hs]
