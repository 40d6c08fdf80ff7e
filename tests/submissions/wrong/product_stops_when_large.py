# Stops before it overflows.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: With 140 factors the last one is not drawn
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
        if product.abs().max() > 1e30:
            break
    return M, product
