# Union and find over all pairs.
#
# distinct_units: 2

# %% distinct_units
def distinct_units(weight, tol=1e-6):
    parent = list(range(len(weight)))

    def root(i):
        while parent[i] != i:
            i = parent[i]
        return i

    for i in range(len(weight)):
        for j in range(i):
            if (weight[i] - weight[j]).abs().max() <= tol:
                parent[root(i)] = root(j)
    return len({root(i) for i in range(len(weight))})

def break_symmetry(weight, scale, generator=None):
    noise = torch.randn(weight.shape, dtype=weight.dtype, device=weight.device, generator=generator)
    return weight + scale * noise
