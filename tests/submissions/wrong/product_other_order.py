# Takes the number of factors first.
#
# exploding_product: 1.75
# caught by: test_result
# says: The arguments must stay in their order
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(n_factors=100, size=4, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
