# Noise of the default dtype: float64 grows from float32.
#
# distinct_units: 1.75
# caught by: test_form
# says: the dtype of weight
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    weight = weight.float()
    return weight + scale * torch.randn(weight.shape, device=weight.device, generator=generator)
