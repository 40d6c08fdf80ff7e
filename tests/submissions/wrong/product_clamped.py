# Clamps the entries at 3.
#
# exploding_product: 1.25
# caught by: test_start test_one_factor
# says: The entries of M are not standard normal
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.randn(size, size, device=device, generator=generator).clamp(-3, 3)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
