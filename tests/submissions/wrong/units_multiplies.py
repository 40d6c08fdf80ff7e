# Multiplies by the noise, which leaves zeros as they are.
#
# distinct_units: 1.25
# caught by: test_noise test_form
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
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight * (1 + scale * noise)
