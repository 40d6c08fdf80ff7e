# Returns from inside of the loop.
#
# multiply_all: 1
# caught by: test_product
# says: first factor

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M @ factor
        return M
    return M
