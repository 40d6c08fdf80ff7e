# Sevens.
#
# multiply_all: 0
# caught by: all
# says: made of the factors

# %% multiply_all
def multiply_all(M, factors):
    return M * 0 + 7
