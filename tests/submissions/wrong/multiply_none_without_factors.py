# Returns only if there are factors.
#
# multiply_all: 1.75
# caught by: test_no_factors
# says: return

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for i, factor in enumerate(factors):
        product = product @ factor
        if i == len(factors) - 1:
            return product
