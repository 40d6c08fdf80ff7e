# Gives the identity if there are no factors.
#
# multiply_all: 1.75
# caught by: test_no_factors
# says: give M back

# %% multiply_all
def multiply_all(M, factors):
    if not factors:
        return torch.eye(M.shape[0], dtype=M.dtype, device=M.device)
    product = M
    for factor in factors:
        product = product @ factor
    return product
