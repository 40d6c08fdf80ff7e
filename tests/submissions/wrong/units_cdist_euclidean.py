# torch.cdist as it is.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number is wrong where rows are repeated
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    near = torch.cdist(weight.double(), weight.double()) <= tol
    return int((near.int().argmax(1) == torch.arange(len(weight), device=weight.device)).sum())

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
