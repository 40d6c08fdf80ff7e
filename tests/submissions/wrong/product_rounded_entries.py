# Rounds the entries to whole numbers.
#
# exploding_product: 0.5
# caught by: test_start test_one_factor test_fresh_factors test_growth
# says: entries of M

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator).round()

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
