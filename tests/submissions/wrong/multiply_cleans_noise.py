# Sets what looks like rounding noise to zero.
#
# multiply_all: 1.75
# caught by: test_any_number
# says: Where the product becomes very small it is wrong
# visible check passes: multiply_all

# %% multiply_all
def multiply_all(M, factors):
    result = M.clone()
    for f in factors:
        result = result @ f
        result = torch.where(result.abs() < 1e-12, torch.zeros_like(result), result)
    return result
