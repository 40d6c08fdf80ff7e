# torch.rand: noise from 0 to 1.
#
# distinct_units: 1.5
# caught by: test_noise
# says: mean 0

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if all((row - other).abs().max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.rand(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
