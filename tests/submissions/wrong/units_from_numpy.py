# Compares NumPy arrays, without a copy on the CPU.
#
# distinct_units: 0.75
# needs: accelerator
# caught by: test_count test_rounding
# says: raised TypeError
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight.detach().numpy():
        if all(abs(row - other).max() > tol for other in kept):
            kept.append(row)
    return len(kept)


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
