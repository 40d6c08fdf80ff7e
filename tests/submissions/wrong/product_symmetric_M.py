# Only M is symmetric.
#
# exploding_product: 1.75
# caught by: test_start
# says: The entries of M are not independent
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    upper = torch.randn(size, size, device=device, generator=generator).triu()
    M = upper + upper.triu(1).T
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device, generator=generator)
    return M, product
