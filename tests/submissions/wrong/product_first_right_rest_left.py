# The first factor on the right, the others on the left.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: Each factor belongs on the right side of the product so far, as in product @ factor
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    if n_factors == 0:
        return M, M
    product = M @ randn()
    for _ in range(n_factors - 1):
        product = randn() @ product
    return M, product
