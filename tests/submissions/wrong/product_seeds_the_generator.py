# Seeds the generator that it was given.
#
# exploding_product: 0.25
# caught by: test_start test_one_factor test_fresh_factors test_growth test_generator
# says: Another generator

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    if generator is not None:
        generator.manual_seed(0)
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
