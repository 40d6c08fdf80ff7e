# Names the CPU in place of the device.
#
# exploding_product: 0
# needs: accelerator
# caught by: all
# says: raised RuntimeError
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device="cpu", generator=generator)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, device="cpu", generator=generator)
    return M, product
