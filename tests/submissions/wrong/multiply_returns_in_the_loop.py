# Returns from inside of the loop.
#
# multiply_all: 0.75
# caught by: test_product test_any_number test_misfits
# says: first factor

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M @ factor
        return M
    return M
