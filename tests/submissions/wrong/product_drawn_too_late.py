# Draws the next factor after the product, so the first one is used twice.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: more than once
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    factor = randn()
    for step in range(n_factors):
        product = product @ factor
        if step > 0:
            factor = randn()
    return M, product
