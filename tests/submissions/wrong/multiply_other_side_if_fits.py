# Puts a factor on the left where it fits only there.
#
# multiply_all: 1.75
# caught by: test_misfits
# says: Shapes that do not fit must raise an error
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result = M
    for f in factors:
        try:
            result = result @ f
        except RuntimeError:
            result = f @ result
    return result
