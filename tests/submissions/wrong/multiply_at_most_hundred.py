# Stops after a hundred factors.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: With fewer or more factors the product is wrong
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result = M
    for i in range(100):
        if i >= len(factors):
            break
        result = result @ factors[i]
    return result
