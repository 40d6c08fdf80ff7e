# Counts the rows that no earlier row equals.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    apart = (weight[:, None, :] - weight[None, :, :]).abs().max(dim=2).values
    earlier = torch.tril(apart <= tol, diagonal=-1).any(dim=1)
    return int((~earlier).sum())

def break_symmetry(weight, scale, generator=None):
    result = weight.detach().clone()
    noise = torch.randn(result.size(), generator=generator, dtype=result.dtype, device=result.device)
    result += noise * scale
    return result
