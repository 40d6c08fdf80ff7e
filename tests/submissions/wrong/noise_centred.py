# Takes off the mean of the noise.
#
# distinct_units: 1.5
# caught by: test_noise
# says: Some of the added numbers always have one sum
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    n = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * (n - n.mean())
