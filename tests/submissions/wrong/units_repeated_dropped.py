# Counts the rows that occur once.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: try rows a, b, a

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    gap = (weight[:, None] - weight[None]).abs().amax(dim=2)
    return int(((gap <= tol).sum(dim=1) == 1).sum())


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
