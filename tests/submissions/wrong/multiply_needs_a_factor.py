# Cannot do without a factor.
#
# multiply_all: 1.75
# caught by: test_no_factors
# says: TypeError

# %% multiply_all
def multiply_all(M, factors):
    from functools import reduce
    return M @ reduce(torch.matmul, factors)
