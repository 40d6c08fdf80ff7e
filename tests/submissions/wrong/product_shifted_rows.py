# Factors in which every other row is the one above, shifted by one place.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: The entries of the factor are not independent
# visible check passes: exploding_product

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        numbers = torch.randn(size, size, device=device, generator=generator)
        numbers[1::2, 1:] = numbers[: size // 2 * 2 : 2, :-1]
        return numbers

    M = torch.randn(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
