# An autograd function of its own.
#
# signal_and_gradient: 3

# %% signal_and_gradient
class Rectify(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        return z.clamp(min=0)

    @staticmethod
    def backward(ctx, g):
        (z,) = ctx.saved_tensors
        return g * (z > 0)

def signal_and_gradient(weights, x, gradient):
    h = x.detach().clone().requires_grad_()
    hs = [h]
    for w in weights:
        h = Rectify.apply(h @ w.detach().T)
        h.retain_grad()
        hs.append(h)
    h.backward(gradient.detach())
    rms = lambda t: float((t**2).mean()) ** 0.5
    return tuple([rms(t) for t in hs]), tuple([rms(t.grad) for t in hs])
