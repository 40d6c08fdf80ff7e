# A batch of factors, multiplied in pairs.
#
# exploding_product: 2

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    batch = torch.randn(n_factors, size, size, device=device, generator=generator)
    while len(batch) > 1:
        rest = batch[len(batch) // 2 * 2:]
        batch = torch.cat([torch.bmm(batch[0:len(batch) - len(rest):2], batch[1:len(batch):2]), rest])
    return M, (M @ batch[0] if len(batch) else M.clone())
