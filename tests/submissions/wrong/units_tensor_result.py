# Gives a tensor back.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: must be an int

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    gap = (weight[:, None] - weight[None]).abs().amax(dim=2)
    earlier = torch.ones_like(gap).tril(-1).bool()
    return (~((gap <= tol) & earlier).any(dim=1)).sum()


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
