# Draws on the CPU, where the generator is not, and moves that to the device.
#
# exploding_product: 0.25
# needs: accelerator
# caught by: test_start test_one_factor test_fresh_factors test_growth test_generator
# says: raised RuntimeError
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, generator=generator).to(device)
    product = M
    for _ in range(n_factors):
        product = product @ torch.randn(size, size, generator=generator).to(device)
    return M, product
