# Adds in place through a view.
#
# distinct_units: 1.75
# caught by: test_form
# says: `weight` has changed: add to a copy

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    flat = weight.view(-1)
    flat += scale * torch.randn(flat.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight
