# Takes rows in one direction for one.
#
# distinct_units: 0.75
# caught by: test_count test_rounding
# says: The number is wrong where rows are repeated

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    unit = weight / weight.norm(dim=1, keepdim=True).clamp(min=1e-30)
    kept = []
    for row in unit:
        if not any((row - k).abs().max() <= tol for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
