# Puts the state of the generator back when it is done.
#
# exploding_product: 1.75
# caught by: test_generator
# says: The generator is left as it was

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    kept = generator.get_state() if generator is not None else None

    def randn():
        return torch.randn(size, size, device=device, generator=generator)

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    if kept is not None:
        generator.set_state(kept)
    return M, product
