# torch.normal with a standard deviation.
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
    noise = torch.empty_like(weight).normal_(0, 1, generator=generator)
    return torch.add(weight, noise, alpha=scale)
