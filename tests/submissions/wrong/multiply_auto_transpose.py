# Turns a factor round where it does not fit.
#
# multiply_all: 1.75
# caught by: test_misfits
# says: Shapes that do not fit must raise an error
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result = M
    for f in factors:
        if result.shape[1] != f.shape[0]:
            f = f.T
        result = result @ f
    return result
