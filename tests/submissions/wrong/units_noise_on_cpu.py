# Draws the noise on the default device.
#
# distinct_units: 1.25
# needs: accelerator
# caught by: test_noise test_form
# says: raised RuntimeError
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)



def break_symmetry(weight, scale, generator=None):
    return weight + scale * torch.randn(weight.shape, dtype=weight.dtype, generator=generator)
