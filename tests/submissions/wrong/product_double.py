# In float64.
#
# exploding_product: 1.75
# caught by: test_result
# says: default dtype

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator, dtype=torch.float64)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
