# Sets the seed inside, so that each call gives the same.
#
# exploding_product: 0.25
# caught by: test_start test_one_factor test_fresh_factors test_growth test_generator
# says: do not set a seed

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    torch.manual_seed(0)
    def randn():
        return torch.randn(size, size, device=device)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
