# torch.allclose with its default rtol.
#
# distinct_units: 1.5
# caught by: test_rounding
# says: `tol` is a difference, whatever the entries are
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if not any(torch.allclose(row, k, atol=tol) for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
