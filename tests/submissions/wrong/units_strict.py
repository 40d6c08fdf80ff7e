# Strictly less than tol, so with tol=0 all rows are different.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Entries that are exactly `tol` apart, or equal where `tol` is 0, are not more
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() < tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
