# Level by level, but forgets who is left over.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: The last factor is missing
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    level = list(factors)
    while len(level) > 1:
        level = [a @ b for a, b in zip(level[::2], level[1::2])]
    return M @ level[0] if level else M
