# The gradients with respect to the weights.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: The gradients are wrong: try one layer, by hand

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    ws = [w.detach().clone().requires_grad_() for w in weights]
    x = x.detach().clone().requires_grad_()
    hs = [x]
    for w in ws:
        hs.append(torch.relu(hs[-1] @ w.T))
    hs[-1].backward(gradient.detach())
    f = lambda t: t.detach().square().mean().sqrt().item()
    gs = [x.grad if x.grad is not None else gradient] + [w.grad for w in ws]
    return [f(h) for h in hs], [f(g) for g in gs]
