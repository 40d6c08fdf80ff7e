# Multiplies the factors first, and then by M.
#
# multiply_all: 1
# caught by: test_product test_any_number
# says: M comes first

# %% multiply_all
def multiply_all(M, factors):
    product = factors[0] if factors else torch.eye(len(M)).to(M)
    for factor in factors[1:]:
        product = product @ factor
    return product @ M
