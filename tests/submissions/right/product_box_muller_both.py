# Box-Muller: cosines and sines, all of them used.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    import math
    def randn():
        need = size * size
        half = (need + 1) // 2
        u = torch.rand(half, generator=generator, device=device, dtype=torch.float64)
        v = torch.rand(half, generator=generator, device=device, dtype=torch.float64)
        r = torch.sqrt(-2.0 * torch.log(1.0 - u))
        z = torch.cat([r * torch.cos(2 * math.pi * v), r * torch.sin(2 * math.pi * v)])[:need]
        return z.reshape(size, size).to(torch.get_default_dtype())

    M = randn()
    product = M
    for _ in range(n_factors):
        product = product @ randn()
    return M, product
