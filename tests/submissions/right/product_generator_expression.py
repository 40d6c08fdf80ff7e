# Unpacks an iterator of draws.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    draws = (torch.randn((size, size), generator=generator, device=device) for _ in range(n_factors + 1))
    M = product = next(draws)
    for factor in draws:
        product = torch.matmul(product, factor)
    return M, product
