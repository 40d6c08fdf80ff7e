# Never transposes, which fits square layers only.
#
# signal_and_gradient: 0
# caught by: all
# says: With layers of unlike sizes

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().clone().requires_grad_()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach()))
        hs[-1].retain_grad()
    hs[-1].backward(gradient.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h.detach()) for h in hs], [f(h.grad) for h in hs]
