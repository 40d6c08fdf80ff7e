# The maximum norm of torch.linalg.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    rows = []
    for row in weight:
        if all(torch.linalg.vector_norm(row - r, ord=float("inf")) > tol for r in rows):
            rows.append(row)
    return len(rows)

def break_symmetry(weight, scale, generator=None):
    with torch.no_grad():
        noise = torch.empty(weight.shape, dtype=weight.dtype, device=weight.device)
        noise.normal_(mean=0, std=1, generator=generator)
        return weight + noise.mul_(scale)
