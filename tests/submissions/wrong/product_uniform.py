# Draws from [0, 1).
#
# exploding_product: 1
# caught by: test_start test_one_factor test_growth
# says: randn

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.rand(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
