# Takes the factors out of the list.
#
# multiply_all: 1.75
# caught by: test_leaves_no_trace
# says: list of factors

# %% multiply_all
def multiply_all(M, factors):
    product = M
    while factors:
        product = product @ factors.pop(0)
    return product
