# reduce with operator.matmul over one list.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    import functools, operator
    return functools.reduce(operator.matmul, [M] + list(factors))
