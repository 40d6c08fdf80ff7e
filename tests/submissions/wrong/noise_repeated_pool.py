# A pool of a thousand numbers, used again and again.
#
# distinct_units: 1.5
# caught by: test_noise
# says: The added numbers are not independent

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    pool = torch.randn(1000, dtype=weight.dtype, device=weight.device, generator=generator)
    count = weight.numel()
    return weight + scale * pool.repeat(count // 1000 + 1)[:count].reshape(weight.shape)
