# Takes out a group at a time, with a mask.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    count = 0
    while len(weight):
        far = (weight - weight[0]).abs().amax(dim=1) > tol
        weight = weight[far]
        count += 1
    return count

def break_symmetry(weight, scale, generator=None):
    return torch.add(weight, torch.empty_like(weight).normal_(generator=generator), alpha=scale)
