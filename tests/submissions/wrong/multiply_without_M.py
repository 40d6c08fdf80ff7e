# Leaves M out.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: M is missing

# %% multiply_all
def multiply_all(M, factors):
    if not factors:
        return M
    product = factors[0]
    for factor in factors[1:]:
        product = product @ factor
    return product
