# Ignores size.
#
# exploding_product: 1.75
# caught by: test_result
# says: M and the product must be size by size

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    size = 4
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
