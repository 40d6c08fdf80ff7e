# The gradient of the sum of products.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    h = x.detach().clone().requires_grad_(True)
    layers = [h]
    for weight in weights:
        h = torch.relu(h.matmul(weight.detach().t()))
        h.retain_grad()
        layers.append(h)
    (h * gradient.detach()).sum().backward()
    with torch.no_grad():
        return ([torch.sqrt(torch.mean(h * h)).item() for h in layers],
                [torch.sqrt(torch.mean(h.grad * h.grad)).item() for h in layers])
