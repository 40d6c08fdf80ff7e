# Without a generator, one of 42 seeds.
#
# exploding_product: 1.75
# caught by: test_generator
# says: Without a generator two calls give the same M
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    if generator is None:
        generator = torch.Generator(device or "cpu").manual_seed(int(torch.randint(42, (1,))))

    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
