# Draws fifty factors ahead, however many there are to be.
#
# exploding_product: 1.5
# caught by: test_fresh_factors
# says: The same sample is used more than once

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M, *pool = (torch.randn(size, size, device=device, generator=generator) for _ in range(51))
    product = M
    for step in range(n_factors):
        product = product @ pool[step % 50]
    return M, product
