# Transposes each factor.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: transposed

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = product @ factor.T
    return product
