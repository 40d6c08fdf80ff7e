# The factors first, from the right, then M: the same by associativity.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    if not factors:
        return M
    right = factors[-1]
    for factor in factors[-2::-1]:
        right = factor @ right
    return M @ right
