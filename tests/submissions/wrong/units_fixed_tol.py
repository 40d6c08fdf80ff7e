# Compares with 1e-6, whatever tol is.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rows that are within `tol` of each other count as one

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if not any((row - k).abs().max() <= 1e-6 for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
