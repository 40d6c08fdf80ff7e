# A matrix that is in the list twice counts once.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: in the list twice
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in {id(factor): factor for factor in factors}.values():
        product = product @ factor
    return product
