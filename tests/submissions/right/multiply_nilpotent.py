# A power of one big block matrix.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    blocks = [M, *factors]
    sizes = [M.shape[0]] + [b.shape[1] for b in blocks]
    at = [0]
    for s in sizes:
        at.append(at[-1] + s)
    big = M.new_zeros(at[-1], at[-1])
    for i, b in enumerate(blocks):
        big[at[i]:at[i + 1], at[i + 1]:at[i + 2]] = b
        if b.shape[0] != sizes[i]:
            raise RuntimeError("shapes do not fit")
    row = big[: sizes[0]]
    for _ in range(len(blocks) - 1):
        row = row @ big
    return row[:, at[-2]:]
