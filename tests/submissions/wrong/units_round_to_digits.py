# Rounds to the digits of tol.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: Rounding parts rows that are within `tol` of each other

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    digits = max(0, round(-math.log10(tol))) if tol else 15
    return len({tuple(round(v, digits) for v in row) for row in weight.tolist()})

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
