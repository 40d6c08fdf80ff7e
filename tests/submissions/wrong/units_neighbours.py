# Compares neighbours only.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: try rows a, b, a

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return 1 + sum(bool((a - b).abs().max() > tol) for a, b in zip(weight, weight[1:]))


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
