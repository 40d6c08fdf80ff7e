# Different only if all entries differ.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: Rows are equal only if all of their entries are

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all(((row - k).abs() > tol).all() for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
