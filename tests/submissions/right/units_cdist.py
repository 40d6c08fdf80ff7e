# All distances of rows at once, by the largest entry.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    apart = torch.cdist(weight, weight, p=float("inf")) > tol
    first = (~apart).int().argmax(dim=1)
    return len(first.unique())


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
