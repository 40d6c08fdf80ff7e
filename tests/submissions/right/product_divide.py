# Draws and multiplies by halves.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def draw(count):
        if count == 1:
            return torch.randn(size, size, device=device, generator=generator)
        return draw(count // 2) @ draw(count - count // 2)
    M = draw(1)
    return M, M @ draw(n_factors) if n_factors > 0 else M.clone()
