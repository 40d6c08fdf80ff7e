# Gives the name M to each product.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = torch.matmul(M, factor)
    return M
