# All factors drawn at once.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    draws = torch.randn(n_factors + 1, size, size, device=device, generator=generator)
    M = draws[0]
    product = M
    for factor in draws[1:]:
        product = product @ factor
    return M, product
