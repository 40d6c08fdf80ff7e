# The gradient of a mean over the examples.
#
# signal_and_gradient: 2
# caught by: test_gradient
# says: The gradient is divided by the number of examples

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().clone().requires_grad_()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
        hs[-1].retain_grad()
    hs[-1].backward(gradient.detach() / len(x))
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h.detach()) for h in hs], [f(h.grad) for h in hs]
