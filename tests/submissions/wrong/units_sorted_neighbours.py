# Sorts by the first entry, and compares neighbours.
#
# distinct_units: 1.25
# caught by: test_count
# says: Rows are equal only if all of their entries are

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    rows = weight[weight[:, 0].argsort()]
    return 1 + sum(bool((a - b).abs().max() > tol) for a, b in zip(rows[1:], rows[:-1]))

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
