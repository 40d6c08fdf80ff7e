# Always answers in float32.
#
# multiply_all: 1.75
# caught by: test_dtypes
# says: keep the dtype of M

# %% multiply_all
def multiply_all(M, factors):
    product = M.float()
    for factor in factors:
        product = product @ factor.float()
    return product
