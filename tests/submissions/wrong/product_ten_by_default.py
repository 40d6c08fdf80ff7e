# Multiplies ten times unless told otherwise.
#
# exploding_product: 1.75
# caught by: test_growth
# says: number of factors

# %% exploding_product
def exploding_product(size=4, n_factors=10, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
