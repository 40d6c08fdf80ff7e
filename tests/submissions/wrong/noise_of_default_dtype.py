# Draws in the default dtype, and keeps what comes of it.
#
# distinct_units: 1.75
# caught by: test_form
# says: The result must keep the dtype of weight
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    return weight + scale * torch.randn(*weight.shape, device=weight.device, generator=generator)
