# Fails with one row.
#
# distinct_units: 1.25
# caught by: test_count
# says: One row is one unit, whatever is in it
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    rows = weight.squeeze()
    kept = []
    for row in rows:
        if not any((row - k).abs().max() <= tol for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
