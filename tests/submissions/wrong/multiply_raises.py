# An error, always.
#
# multiply_all: 0
# caught by: all
# says: raised AttributeError

# %% multiply_all
def multiply_all(M, factors):
    return M.multiply_all(factors)
