# The mean of the differences instead of the largest.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rows 10 `tol` apart in one entry are different

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().mean() > 20 * tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
