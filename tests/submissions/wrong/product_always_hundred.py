# Ignores n_factors.
#
# exploding_product: 1.25
# caught by: test_start test_one_factor
# says: count the factors

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(100):
        product = product @ randn()
    return M, product
