# torch.where in the place of the ReLU.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    h = x.detach().requires_grad_(False).clone().requires_grad_()
    hs = [h]
    for weight in (w.detach() for w in weights):
        z = torch.einsum("bi,oi->bo", h, weight)
        h = torch.where(z > 0, z, torch.zeros_like(z))
        hs.append(h)
    grads = torch.autograd.grad(hs[-1], hs, grad_outputs=gradient.detach())
    return tuple([float(torch.linalg.vector_norm(t) / t.numel() ** 0.5) for t in part] for part in (hs, grads))
