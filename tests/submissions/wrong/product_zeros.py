# Zeros.
#
# exploding_product: 0
# caught by: all
# says: This counts only for a product that follows from M and the number of factors

# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    return torch.zeros(size, size, device=device), torch.zeros(size, size, device=device)
