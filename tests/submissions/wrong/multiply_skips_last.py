# Leaves out the last factor.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: last factor is missing

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for i in range(len(factors) - 1):
        product = product @ factors[i]
    return product
