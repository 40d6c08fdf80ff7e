# Laplace's numbers.
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
    u = torch.rand(weight.shape, dtype=torch.float64, device=weight.device, generator=generator) - 0.5
    noise = -u.sign() * torch.log1p(-2 * u.abs()) / 2**0.5
    return weight + (scale * noise).to(weight.dtype)
