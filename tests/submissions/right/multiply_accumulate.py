# itertools.accumulate, and the last of it.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    from itertools import accumulate
    *_, last = accumulate([M, *factors], torch.matmul)
    return last
