# Groups by sorted order, then compares whole rows.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    rows = list(weight.detach())
    groups = []
    for row in rows:
        for group in groups:
            if torch.max(torch.abs(group[0] - row)) <= tol:
                group.append(row)
                break
        else:
            groups.append([row])
    return len(groups)

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
