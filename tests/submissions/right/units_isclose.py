# torch.isclose with an absolute tolerance only.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    seen = weight[:1]
    for row in weight[1:]:
        same = torch.isclose(seen, row, rtol=0, atol=tol).all(dim=1)
        if not bool(same.any()):
            seen = torch.cat([seen, row.unsqueeze(0)])
    return seen.shape[0]

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
