# Writes the products into the list of factors.
#
# multiply_all: 1.75
# caught by: test_leaves_no_trace
# says: factor has changed

# %% multiply_all
def multiply_all(M, factors):
    for i in range(len(factors)):
        M = factors[i] = M @ factors[i]
    return M
