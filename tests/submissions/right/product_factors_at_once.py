# M first, then a batch of factors.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    batch = torch.randn(n_factors, size, size, device=device, generator=generator)
    return M, torch.linalg.multi_dot([M, *batch]) if n_factors else M.clone()
