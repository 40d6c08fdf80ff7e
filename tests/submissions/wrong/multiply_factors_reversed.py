# Goes through the factors from the last to the first.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: reverse order

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in reversed(factors):
        product = product @ factor
    return product
