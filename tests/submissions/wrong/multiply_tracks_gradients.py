# Switches on the gradient of M.
#
# multiply_all: 1.75
# caught by: test_leaves_no_trace
# says: A matrix requires gradients now

# %% multiply_all
def multiply_all(M, factors):
    M.requires_grad_(True)
    result = M
    for f in factors:
        result = result @ f
    return result
