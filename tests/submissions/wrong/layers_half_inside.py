# Half precision inside.
#
# signal_and_gradient: 0.5
# caught by: test_signal test_gradient test_no_layers test_any_input
# says: The signals are wrong: h_l is the ReLU of h_(l-1) @ W_l.T
# visible check passes: signal_and_gradient

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    hs = [x.detach().bfloat16()]
    for w in weights:
        hs.append(torch.relu(hs[-1] @ w.detach().bfloat16().T))
    gs = [gradient.detach().bfloat16()]
    for w, h in zip(weights[::-1], hs[:0:-1]):
        gs.append((gs[-1] * (h > 0)) @ w.detach().bfloat16())
    f = lambda t: t.float().square().mean().sqrt().item()
    return [f(h) for h in hs], [f(g) for g in gs[::-1]]
