# The factors are drawn before M.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    factors = [torch.randn(size, size, device=device, generator=generator) for _ in range(n_factors)]
    M = torch.randn(size, size, device=device, generator=generator)
    product = M.clone()
    for factor in factors:
        product = product.mm(factor)
    return M, product
