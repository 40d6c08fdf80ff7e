# With scale 0 the argument itself, and not a copy.
#
# distinct_units: 1.75
# caught by: test_form
# says: The result shares memory with `weight`
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    if scale == 0:
        return weight
    return weight + scale * torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
