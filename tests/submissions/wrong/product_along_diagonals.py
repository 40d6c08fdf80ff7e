# Factors whose entries are the same along each diagonal.
#
# exploding_product: 1.5
# caught by: test_one_factor
# says: The entries of the factor are not independent

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        numbers = torch.randn(2 * size - 1, device=device, generator=generator)
        place = torch.arange(size, device=device)
        return numbers[place[:, None] - place + size - 1]

    M = torch.randn(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
