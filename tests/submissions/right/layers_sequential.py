# nn.Sequential, with hooks on tensors.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    from torch import nn

    blocks = []
    for w in weights:
        linear = nn.Linear(w.shape[1], w.shape[0], bias=False, device=w.device, dtype=w.dtype)
        linear.weight = nn.Parameter(w.detach().clone(), requires_grad=False)
        blocks.append(nn.Sequential(linear, nn.ReLU()))
    h = x.detach().clone().requires_grad_(True)
    tensors, grads = [h], {}
    for block in blocks:
        tensors.append(block(tensors[-1]))
    for i, t in enumerate(tensors):
        t.register_hook(lambda g, i=i: grads.__setitem__(i, g.clone()))
    tensors[-1].backward(gradient.detach().clone())
    rms = lambda t: (t.detach() ** 2).mean().sqrt().item()
    return [rms(t) for t in tensors], [rms(grads[i]) for i in range(len(tensors))]
