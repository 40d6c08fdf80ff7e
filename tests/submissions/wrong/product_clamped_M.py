# Clamps the entries of M alone.
#
# exploding_product: 1.75
# caught by: test_start
# says: The entries of M are not standard normal
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator).clamp(-3, 3)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device, generator=generator)
    return M, product
