# The factors after the tenth are not drawn from the generator.
#
# exploding_product: 1.75
# caught by: test_generator
# says: The same generator gives other matrices

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    first = torch.randn(10, size, size, device=device, generator=generator)
    product = M
    for i in range(n_factors):
        F = first[i] if i < 10 else torch.randn(size, size, device=device)
        product = product @ F
    return M, product
