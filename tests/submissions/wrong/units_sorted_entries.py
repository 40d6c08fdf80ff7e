# Sorts the entries of each row first.
#
# distinct_units: 1.25
# caught by: test_count
# says: one by one

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight.sort(dim=1).values:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
