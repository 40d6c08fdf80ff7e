# The number of rows.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: count each once

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return len(weight)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
