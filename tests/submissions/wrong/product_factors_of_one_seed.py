# Without a generator the factors are always the same ones.
#
# exploding_product: 1.75
# caught by: test_generator
# says: Without a generator two calls give the same factors
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    if generator is None:
        generator = torch.Generator(device or "cpu").manual_seed(0)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device, generator=generator)
    return M, product
