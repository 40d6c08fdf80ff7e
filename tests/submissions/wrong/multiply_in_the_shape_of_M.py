# Makes room for each product in the shape of M, which only square factors leave as it is.
#
# multiply_all: 1.25
# caught by: test_product
# says: raised RuntimeError

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        product = torch.zeros_like(M)
        product += M @ factor
        M = product
    return M
