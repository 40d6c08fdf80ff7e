# A loop.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = product @ factor
    return product
