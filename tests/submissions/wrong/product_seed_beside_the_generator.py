# Sets torch's seed, but draws from the generator.
#
# exploding_product: 1.75
# caught by: test_generator
# says: do not set a seed

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    torch.manual_seed(0)
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
