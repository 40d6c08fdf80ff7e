# The number as a float.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number of units must be an int

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    same = torch.cdist(weight.double(), weight.double(), p=float("inf")) <= tol
    return float((1 / same.sum(1).double()).sum().round())

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
