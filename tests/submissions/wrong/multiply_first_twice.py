# Uses the first factor twice.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: each once

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors[:1] + factors:
        product = product @ factor
    return product
