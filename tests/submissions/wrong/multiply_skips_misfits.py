# Leaves out the factors that do not fit.
#
# multiply_all: 1.75
# caught by: test_misfits
# says: must raise an error
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        if product.shape[1] == factor.shape[0]:
            product = product @ factor
    return product
