# Writes each product into M.
#
# multiply_all: 1
# caught by: test_product test_leaves_no_trace
# says: in place

# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M[:] = M @ factor
    return M
