# Draws only M from the generator.
#
# exploding_product: 1.75
# caught by: test_generator
# says: every draw

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device)
    return M, product
