# reduce over a generator expression.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    from functools import reduce
    shape = (size, size)
    M = torch.randn(shape, device=device, generator=generator)
    rest = (torch.randn(shape, device=device, generator=generator) for _ in range(n_factors))
    return M, reduce(torch.matmul, rest, M)
