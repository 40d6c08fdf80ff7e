# Puts each factor on the left.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: wrong way round

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = factor @ product
    return product
