# Takes a row and its opposite for one.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: Rows are equal only if all of their entries are
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if not any(((row - k).abs().max() <= tol) or ((row + k).abs().max() <= tol) for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
