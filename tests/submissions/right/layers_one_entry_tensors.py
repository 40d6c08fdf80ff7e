# Tensors of one entry each.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    def rms(t):
        return t.detach().square().mean().sqrt().reshape(1)

    with torch.enable_grad():
        hs = [x.detach().clone().requires_grad_()]
        for w in weights:
            hs.append((hs[-1] @ w.detach().T).relu())
        grads = torch.autograd.grad(hs[-1], hs, gradient.detach())
    return [rms(h) for h in hs], [rms(g) for g in grads]
