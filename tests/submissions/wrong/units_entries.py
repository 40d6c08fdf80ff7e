# Counts different entries, not rows.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: within `tol`

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return len(weight.unique())


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
