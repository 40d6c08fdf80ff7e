# Without a generator, a new one whose seed torch draws.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    rows = []
    for row in weight:
        for other in rows:
            if not ((row - other).abs() > tol).any():
                break
        else:
            rows.append(row)
    return len(rows)

def break_symmetry(weight, scale, generator=None):
    if generator is None:
        seed = torch.randint(2**62, ()).item()
        generator = torch.Generator(weight.device).manual_seed(seed)
    return weight + scale * torch.randn(weight.shape, generator=generator, dtype=weight.dtype, device=weight.device)
