# Differences of all pairs by broadcasting; a row counts if no earlier one is like it.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    gap = (weight[:, None] - weight[None]).abs().amax(dim=2)
    earlier = torch.ones_like(gap).tril(-1).bool()
    return int((~((gap <= tol) & earlier).any(dim=1)).sum())


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
