# Gives M back on the CPU, and the product where it is.
#
# exploding_product: 1.75
# needs: accelerator
# caught by: test_result
# says: wrong device
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device=device, generator=generator)
    return M.cpu(), product
