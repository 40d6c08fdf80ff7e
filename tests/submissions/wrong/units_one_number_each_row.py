# One number for each unit.
#
# distinct_units: 1.5
# caught by: test_noise
# says: not independent

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(len(weight), *[1] * (weight.ndim - 1), dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
