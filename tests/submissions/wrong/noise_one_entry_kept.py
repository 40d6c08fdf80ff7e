# Leaves the very first entry as it is.
#
# distinct_units: 1.5
# caught by: test_noise
# says: An entry gets the same number in each call
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    noise.view(-1)[0] = 0
    return weight + scale * noise
