# Rounds the factors to bfloat16.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: The factor or the product has been rounded to half precision
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        factor = torch.randn(size, size, device=device, generator=generator)
        product = product @ factor.bfloat16().float()
    return M, product
