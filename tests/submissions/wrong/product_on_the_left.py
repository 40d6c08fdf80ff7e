# Puts the factors on the left of M.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: left of M
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = randn() @ product
    return M, product
