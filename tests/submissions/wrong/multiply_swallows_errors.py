# Returns None where the shapes do not fit.
#
# multiply_all: 1.75
# caught by: test_misfits
# says: must raise an error
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    try:
        product = M
        for factor in factors:
            product = product @ factor
        return product
    except RuntimeError:
        print("the shapes do not fit")
