# Less noise in each further column.
#
# distinct_units: 1.5
# caught by: test_noise
# says: The added numbers are not normal: use torch.randn
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    slope = torch.linspace(1.2, 0.8, weight.shape[-1], dtype=torch.float64, device=weight.device)
    return weight + (scale * noise.double() * slope).to(weight.dtype)
