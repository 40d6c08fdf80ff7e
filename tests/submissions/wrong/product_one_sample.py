# Draws one factor before the loop and uses it a hundred times.
#
# exploding_product: 1.25
# caught by: test_fresh_factors test_growth
# says: more than once

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    factor = randn()
    for _ in range(n_factors):
        product = product @ factor
    return M, product
