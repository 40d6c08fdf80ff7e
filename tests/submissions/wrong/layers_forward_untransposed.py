# Forwards with W where the layer is square.
#
# signal_and_gradient: 0.75
# caught by: test_signal test_gradient test_any_input
# says: The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().clone().requires_grad_()]
    for w in weights:
        w = w.detach()
        hs.append(torch.relu(hs[-1] @ (w if w.shape[0] == w.shape[1] else w.T)))
        hs[-1].retain_grad()
    hs[-1].backward(gradient.detach())
    f = lambda t: t.square().mean().sqrt().item()
    return [f(h.detach()) for h in hs], [f(h.grad) for h in hs]
