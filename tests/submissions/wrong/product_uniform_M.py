# Draws M from [0, 1).
#
# exploding_product: 1.75
# caught by: test_start
# says: entries of M
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = torch.rand(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
