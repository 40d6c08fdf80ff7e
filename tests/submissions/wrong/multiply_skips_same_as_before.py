# Leaves out a factor that is the one before it.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: Where a matrix is in the list twice, multiply by it twice
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result, last = M, None
    for f in factors:
        if f is last:
            continue
        result = result @ f
        last = f
    return result
