# Columns of a tensor.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    acts = [x.detach()]
    for W in weights:
        acts.append(torch.nn.functional.relu(torch.nn.functional.linear(acts[-1], W.detach())))
    grads = [gradient.detach()]
    for W, a in zip(weights[::-1], acts[:0:-1]):
        grads.append(torch.where(a > 0, grads[-1], torch.zeros_like(grads[-1])) @ W.detach())
    size = lambda ts: torch.stack([t.pow(2).mean().sqrt() for t in ts]).unsqueeze(1)
    return size(acts), size(grads[::-1])
