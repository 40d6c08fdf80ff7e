# Divides by the largest entry at each step, so that nothing explodes.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: do not rescale

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = product @ factor
        product = product / product.abs().max()
    return product
