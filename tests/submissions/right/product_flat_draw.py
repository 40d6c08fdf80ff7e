# One long vector of numbers, cut into matrices.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    numbers = torch.randn((n_factors + 1) * size ** 2, generator=generator, device=device)
    M, *factors = numbers.split(size ** 2)
    M = M.view(size, size)
    product = M
    for f in factors:
        product = product @ f.view(size, size)
    return M, product
