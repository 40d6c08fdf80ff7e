# Takes the first row and all that are like it away, and goes on.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    count = 0
    while len(weight):
        unlike = (weight - weight[0]).abs().max(dim=1).values > tol
        weight = weight[unlike]
        count += 1
    return count


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
