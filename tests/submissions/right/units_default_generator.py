# Names torch's default generator.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    found = torch.zeros(len(weight), dtype=torch.bool)
    number = 0
    for i in range(len(weight)):
        if not found[i]:
            number += 1
            found |= ((weight - weight[i]).abs() <= tol).all(1).cpu()
    return number

def break_symmetry(weight, scale, generator=None):
    if generator is None and weight.device.type == "cpu":
        generator = torch.default_generator
    return weight + scale * torch.randn(weight.shape, generator=generator, dtype=weight.dtype, device=weight.device)
