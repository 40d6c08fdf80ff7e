# normal_ without a generator where there is none.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    if generator is None:
        return weight + scale * torch.randn_like(weight)
    return weight + scale * torch.randn(*weight.shape, generator=generator, device=weight.device, dtype=weight.dtype)
