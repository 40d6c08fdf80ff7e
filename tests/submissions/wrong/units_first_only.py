# Compares with the first row only.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: count as one

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return int(((weight - weight[0]).abs().amax(dim=1) > tol).sum()) + 1


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
