# Always answers in float64.
#
# multiply_all: 1.75
# caught by: test_dtypes
# says: dtype

# %% multiply_all
def multiply_all(M, factors):
    product = M.double()
    for factor in factors:
        product = product @ factor.double()
    return product
