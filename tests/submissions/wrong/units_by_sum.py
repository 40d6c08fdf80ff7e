# Compares the sums of rows.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: one by one

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    sums = []
    for s in weight.double().sum(dim=1).tolist():
        if all(abs(s - other) > 4 * tol for other in sums):
            sums.append(s)
    return len(sums)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
