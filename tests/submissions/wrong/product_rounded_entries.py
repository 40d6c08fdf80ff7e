# Rounds the entries to multiples of a quarter.
#
# exploding_product: 0.75
# caught by: test_start test_one_factor test_fresh_factors
# says: entries of M
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator).mul(4).round() / 4

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
