# Counts the pairs that are equal, and takes them off.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number is wrong where rows are repeated

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    same = sum(
        bool((weight[i] - weight[j]).abs().max() <= tol)
        for i in range(len(weight))
        for j in range(i)
    )
    return len(weight) - same

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
