# M in float32, the product in float64.
#
# exploding_product: 1.75
# caught by: test_result
# says: M and the product must be of torch's default dtype, which is float32

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M.double()
    for _ in range(n_factors):
        product = product @ randn().double()
    return M, product
