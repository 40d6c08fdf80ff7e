# Without a generator seeds torch by the time.
#
# exploding_product: 1.75
# caught by: test_generator
# says: torch.manual_seed changes what others draw
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    if generator is None:
        import time
        torch.manual_seed(time.time_ns())

    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
