# Compares the first and the last entry.
#
# distinct_units: 1.25
# caught by: test_count
# says: Rows are equal only if all of their entries are
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight[:, [0, -1]]:
        if not any((row - k).abs().max() <= tol for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
