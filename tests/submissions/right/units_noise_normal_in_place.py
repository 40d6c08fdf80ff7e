# Fills an empty tensor with numbers of this standard deviation.
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
    with torch.no_grad():
        return weight + torch.empty_like(weight).normal_(mean=0.0, std=scale, generator=generator)
