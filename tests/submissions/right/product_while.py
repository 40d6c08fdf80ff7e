# A while loop, a print and a warning.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    import warnings
    warnings.warn('about to explode')
    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    left = n_factors
    while left > 0:
        left -= 1
        product = product @ randn()
    return M, product
