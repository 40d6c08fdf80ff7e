# An error, always.
#
# exploding_product: 0
# caught by: all
# says: `exploding_product` raised AttributeError

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    return torch.explode(size)
