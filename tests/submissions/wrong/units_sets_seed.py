# Sets a seed inside.
#
# distinct_units: 1.75
# caught by: test_form
# says: seed inside
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    torch.manual_seed(0)
    return weight + scale * torch.randn_like(weight)
