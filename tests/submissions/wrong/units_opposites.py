# Takes a row and its opposite for one.
#
# distinct_units: 0
# caught by: none
# says: nothing

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight:
        if not any(((row - k).abs().max() <= tol) or ((row + k).abs().max() <= tol) for k in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
