# Normal numbers, cut off at two deviations, of the right size.
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
    noise = torch.empty(weight.shape, dtype=torch.float64, device=weight.device)
    torch.nn.init.trunc_normal_(noise, 0, 1, -2, 2, generator=generator)
    return weight + (scale * noise / 0.87962566103423978).to(weight.dtype)
