# Compares with the first row only.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number is wrong where rows are repeated

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    apart = (weight - weight[0]).abs().max(dim=1).values > tol
    return 1 + int(apart.sum())

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
