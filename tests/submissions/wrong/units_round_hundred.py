# Rounds to multiples of a hundred times tol.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rounding parts rows that are within `tol` of each other

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    step = 100 * tol if tol > 0 else 1e-12
    return len(torch.unique(torch.round(weight / step), dim=0))

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
