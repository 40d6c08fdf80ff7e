# torch.autograd.grad for all layers at once.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().clone().requires_grad_()]
    for W in weights:
        hs.append(torch.nn.functional.linear(hs[-1], W.detach()).relu())
    gs = torch.autograd.grad(hs[-1], hs, gradient.detach())
    rms = lambda t: t.pow(2).mean().sqrt().item()
    return [rms(h) for h in hs], [rms(g) for g in gs]
