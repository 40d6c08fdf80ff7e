# Joins equal rows into groups, as connected components.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    parent = list(range(len(weight)))
    def find(i):
        while parent[i] != i:
            i = parent[i]
        return i
    for i in range(len(weight)):
        for j in range(i):
            if torch.all(torch.abs(weight[i] - weight[j]) <= tol):
                parent[find(i)] = find(j)
    return sum(find(i) == i for i in range(len(weight)))


def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
