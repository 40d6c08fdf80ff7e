# From three factors on, the last one is there twice.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: The same sample is used more than once

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    factors = [randn() for _ in range(n_factors - 1 if n_factors > 2 else n_factors)]
    if n_factors > 2:
        factors.append(factors[-1])
    product = M
    for factor in factors:
        product = product @ factor
    return M, product
