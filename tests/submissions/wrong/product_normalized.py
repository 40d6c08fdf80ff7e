# Divides the product by its norm, so that it cannot explode.
#
# exploding_product: 1.25
# caught by: test_one_factor test_growth
# says: scale

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
        product = product / product.norm()
    return M, product
