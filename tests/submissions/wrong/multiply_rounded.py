# Computes in float32.
#
# multiply_all: 0.5
# caught by: test_product test_any_number test_no_factors test_dtypes
# says: few digits

# %% multiply_all
def multiply_all(M, factors):
    product = M.float()
    for factor in factors:
        product = product @ factor.float()
    return product
