# Rounds to multiples of twice tol, and merges nothing.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rounding parts rows that are within `tol` of each other
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return len({tuple(round(v / (2 * tol)) if tol else v for v in row) for row in weight.tolist()})

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
