# functools.reduce.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    from functools import reduce
    return reduce(torch.matmul, factors, M)
