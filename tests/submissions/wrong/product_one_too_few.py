# Counts M among the factors.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: factor missing

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors - 1):
        product = product @ randn()
    return M, product
