# Forces the rows of a factor to fit.
#
# multiply_all: 1.75
# caught by: test_misfits
# says: Shapes that do not fit must raise an error
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result = M
    for f in factors:
        result = result @ f.reshape(result.shape[1], -1)
    return result
