# einsum.
#
# signal_and_gradient: 3

# %% signal_and_gradient
def signal_and_gradient(weights, x, gradient):
    signals, gradients, masks = [], [], []
    with torch.no_grad():
        h = x
        signals.append(float(torch.einsum("bi,bi->", h, h) / h.numel()) ** 0.5)
        for W in weights:
            z = torch.einsum("bi,oi->bo", h, W)
            masks.append((z > 0).to(z.dtype))
            h = z * masks[-1]
            signals.append(float(torch.einsum("bi,bi->", h, h) / h.numel()) ** 0.5)
        g = gradient
        gradients.append(float(torch.einsum("bi,bi->", g, g) / g.numel()) ** 0.5)
        for W, mask in zip(weights[::-1], masks[::-1]):
            g = torch.einsum("bo,bo,oi->bi", g, mask, W)
            gradients.append(float(torch.einsum("bi,bi->", g, g) / g.numel()) ** 0.5)
    return signals, list(reversed(gradients))
