# Gives back a NumPy array.
#
# multiply_all: 0
# caught by: all
# says: torch.Tensor

# %% multiply_all
def multiply_all(M, factors):
    product = M.cpu().numpy()
    for factor in factors:
        product = product @ factor.cpu().numpy()
    return product
