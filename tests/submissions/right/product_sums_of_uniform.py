# Normal numbers by Box and Muller's formula.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def normal():
        u, v = torch.rand(2, size, size, device=device, generator=generator, dtype=torch.float64)
        return (torch.sqrt(-2 * torch.log1p(-u)) * torch.cos(2 * torch.pi * v)).float()

    M = normal()
    product = M
    for _ in range(n_factors):
        product = product @ normal()
    return M, product
