# A ReLU on x, too.
#
# signal_and_gradient: 0.75
# caught by: test_signal test_gradient test_any_input
# says: The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().clone().relu().requires_grad_()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().T))
        hs[-1].retain_grad()
    hs[-1].backward(gradient.detach())
    f = lambda t: t.detach().square().mean().sqrt().item()
    return [f(h) for h in hs], [f(h.grad) for h in hs]
