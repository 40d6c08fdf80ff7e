# Recursion.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    if len(factors) == 0:
        return M
    return multiply_all(M @ factors[0], factors[1:])
