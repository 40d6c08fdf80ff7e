# Takes a power of the first factor.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: same factor

# %% multiply_all
def multiply_all(M, factors):
    return M @ torch.linalg.matrix_power(factors[0], len(factors)) if factors else M
