# With `@=`, which makes a new tensor, as torch has no such operation in place.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product @= factor
    return product
