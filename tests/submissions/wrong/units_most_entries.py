# Nine of ten entries are enough.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rows 10 `tol` apart in one entry are different
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if not any(((row - k).abs() <= tol).double().mean() >= 0.9 for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
