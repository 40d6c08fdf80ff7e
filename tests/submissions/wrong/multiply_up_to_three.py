# Written out for three factors at most.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: is there a `return`
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    if len(factors) == 0:
        return M
    if len(factors) == 1:
        return M @ factors[0]
    if len(factors) == 2:
        return M @ factors[0] @ factors[1]
    if len(factors) == 3:
        return M @ factors[0] @ factors[1] @ factors[2]
