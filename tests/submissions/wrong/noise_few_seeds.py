# Without a generator, one of 42 seeds.
#
# distinct_units: 1.75
# caught by: test_form
# says: Two calls without a generator add the same numbers
# visible check passes: distinct_units

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    different = []
    for row in weight:
        if not any((row - other).abs().max() <= tol for other in different):
            different.append(row)
    return len(different)

def break_symmetry(weight, scale, generator=None):
    if generator is None:
        generator = torch.Generator(weight.device).manual_seed(int(torch.randint(42, (1,))))
    return weight + scale * torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
