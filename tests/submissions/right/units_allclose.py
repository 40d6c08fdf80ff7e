# torch.allclose without a relative tolerance.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    groups = []
    for row in weight:
        for other in groups:
            if torch.allclose(row, other, rtol=0, atol=tol):
                break
        else:
            groups.append(row)
    return len(groups)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
