# Multiplied from the right end, with M last.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    right = torch.eye(size, device=device)
    for _ in range(n_factors):
        right = torch.randn(size, size, device=device, generator=generator) @ right
    return M, M @ right
