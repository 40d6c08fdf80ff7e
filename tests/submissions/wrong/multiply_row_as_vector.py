# Gives back a vector where M has one row.
#
# multiply_all: 1.25
# caught by: test_product
# says: The result has the wrong shape

# %% multiply_all
def multiply_all(M, factors):
    result = M.squeeze(0)
    for f in factors:
        result = result @ f
    return result
