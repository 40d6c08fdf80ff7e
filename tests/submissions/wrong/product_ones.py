# Ones, and a hundred.
#
# exploding_product: 0
# caught by: all
# says: This counts only for a product that follows from M and the number of factors

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    ones = torch.ones(size, size, device=device)
    return ones, n_factors * ones
