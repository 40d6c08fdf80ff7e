# Puts M into the list of factors.
#
# multiply_all: 1.75
# caught by: test_leaves_no_trace
# says: list of factors

# %% multiply_all
def multiply_all(M, factors):
    factors.insert(0, M)
    product = factors[0]
    for factor in factors[1:]:
        product = product @ factor
    return product
