# Rounds the entries to multiples of one half.
#
# exploding_product: 0.75
# caught by: test_start test_one_factor test_fresh_factors
# says: entries of M

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator).mul(2).round() / 2

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
