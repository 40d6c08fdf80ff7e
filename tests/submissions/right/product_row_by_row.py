# Each row is drawn on its own.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def randn():
        return torch.stack([torch.randn(size, device=device, generator=generator) for _ in range(size)])

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
