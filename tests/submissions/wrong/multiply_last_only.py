# Forgets to keep the product so far.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: Only the last factor

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = M @ factor
    return product
