# Uniform noise of the right size.
#
# distinct_units: 1.5
# caught by: test_noise
# says: not normal
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.rand(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * 12**0.5 * (noise - 0.5)
