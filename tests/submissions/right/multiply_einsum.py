# einsum.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M.clone()
    for factor in factors:
        product = torch.einsum('ij,jk->ik', product, factor)
    return product
