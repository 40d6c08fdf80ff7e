# Leaves out the first factor.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: first factor is missing

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors[1:]:
        product = product @ factor
    return product
