# Computes in float32, and gives back the dtype of M.
#
# multiply_all: 0.75
# caught by: test_product test_any_number test_no_factors
# says: few digits
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = M.float()
    for factor in factors:
        product = product @ factor.float()
    return product.to(M.dtype)
