# The rank of the matrix.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: try rows a, b, a

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    return int(torch.linalg.matrix_rank(weight))


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
