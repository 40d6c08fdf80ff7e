# Fails where no device is given.
#
# exploding_product: 1.75
# caught by: test_result
# says: `exploding_product` raised AttributeError

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, generator=generator).to(device.type)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
