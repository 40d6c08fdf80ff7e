# Sets requires_grad on x.
#
# signal_and_gradient: 2.5
# caught by: test_leaves_no_trace
# says: A `.grad` or `requires_grad` of an argument has changed
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    x.requires_grad_()
    hs = [x]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
    gs = torch.autograd.grad(hs[-1], hs, gradient.detach())
    f = lambda t: t.detach().square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs]
