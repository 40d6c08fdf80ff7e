# Returns nothing.
#
# exploding_product: 0
# caught by: all
# says: Return two tensors

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
