# Plain lists and floats.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    kept = []
    for row in weight.tolist():
        if not any(all(abs(a - b) <= tol for a, b in zip(row, other)) for other in kept):
            kept.append(row)
    return len(kept)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
