# The second half of the rows gets the opposite noise.
#
# distinct_units: 1.5
# caught by: test_noise
# says: The added numbers are not independent
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
    half = len(n) // 2
    if half:
        n[-half:] = -n[:half]
    return weight + scale * n
