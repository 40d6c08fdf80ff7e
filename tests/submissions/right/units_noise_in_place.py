# The noise is added to a clone, in place.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    copy = weight.detach().clone()
    copy += torch.randn(copy.shape, generator=generator, dtype=copy.dtype, device=copy.device) * scale
    return copy
