# Each sixteenth factor is the one before once more.
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
    product = M
    for i in range(n_factors):
        if i % 16 != 15:
            factor = randn()
        product = product @ factor
    return M, product
