# Level by level, neighbours in pairs.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    level = [M] + list(factors)
    while len(level) > 1:
        nxt = [level[i] @ level[i + 1] for i in range(0, len(level) - 1, 2)]
        if len(level) % 2 == 1:
            nxt.append(level[-1])
        level = nxt
    return level[0]
