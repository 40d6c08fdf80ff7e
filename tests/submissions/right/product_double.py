# Multiplies in double, and rounds both results to the default dtype.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M.double()
    for _ in range(n_factors):
        product = product @ randn().double()
    return M, product.to(M.dtype)
