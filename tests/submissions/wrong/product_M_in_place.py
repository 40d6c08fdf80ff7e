# Multiplies M in place.
#
# exploding_product: 0.75
# caught by: test_one_factor test_fresh_factors test_growth
# says: overwritten

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product.copy_(product @ randn())
    return M, product
