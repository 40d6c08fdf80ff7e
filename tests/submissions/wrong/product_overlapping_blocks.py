# Factors in blocks of eight, each of which begins with the last of the one before.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: The same sample is used more than once

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    factors = list(torch.randn(8, size, size, device=device, generator=generator))
    while len(factors) < n_factors:
        block = torch.randn(7, size, size, device=device, generator=generator)
        factors += [factors[-1], *block]
    product = M
    for f in factors[:n_factors]:
        product = product @ f
    return M, product
