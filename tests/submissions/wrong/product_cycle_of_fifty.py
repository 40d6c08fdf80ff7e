# Draws fifty factors and uses each twice.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: The same sample is used more than once
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    pool = [randn() for _ in range(min(n_factors, 50))]
    product = M
    for step in range(n_factors):
        product = product @ pool[step % 50]
    return M, product
