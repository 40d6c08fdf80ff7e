# Multiplies element by element.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: element by element

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = product * factor
    return product
