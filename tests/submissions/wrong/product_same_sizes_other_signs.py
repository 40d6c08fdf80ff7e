# One matrix with fresh signs for every factor.
#
# exploding_product: 1.25
# caught by: test_fresh_factors test_growth
# says: The same sample is used more than once
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M, sizes = randn(), randn().abs()
    product = M
    for _ in range(n_factors):
        product = product @ (sizes * randn().sign())
    return M, product
