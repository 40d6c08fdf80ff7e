# An error, always.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    return M.multiply_all(factors)
