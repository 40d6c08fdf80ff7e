# Draws uniform numbers, and takes the normal quantile.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    n = weight.shape[0]
    new = [not any((weight[i] - weight[j]).abs().max() <= tol for j in range(i)) for i in range(n)]
    return sum(new)

def break_symmetry(weight, scale, generator=None):
    u = torch.rand(weight.shape, dtype=torch.float64, device=weight.device, generator=generator)
    noise = torch.special.ndtri(u.clamp(1e-16, 1 - 1e-16))
    return (weight.double() + scale * noise).to(weight.dtype)
