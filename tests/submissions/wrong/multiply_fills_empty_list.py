# Appends an identity to an empty list.
#
# multiply_all: 1.75
# caught by: test_leaves_no_trace
# says: list of factors has changed
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    if len(factors) == 0:
        factors.append(torch.eye(M.shape[1], dtype=M.dtype, device=M.device))
    product = M
    for factor in factors:
        product = product @ factor
    return product
