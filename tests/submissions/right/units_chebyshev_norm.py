# The maximum norm of the difference.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    representatives = weight[:1]
    for row in weight[1:]:
        if (torch.linalg.vector_norm(representatives - row, ord=float("inf"), dim=1) > tol).all():
            representatives = torch.cat([representatives, row[None]])
    return representatives.shape[0]


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
