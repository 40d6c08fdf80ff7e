# Ignores the generator.
#
# exploding_product: 1.75
# caught by: test_generator
# says: generator=generator

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
