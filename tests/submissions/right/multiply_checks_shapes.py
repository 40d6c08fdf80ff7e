# Raises an error of its own where shapes do not fit.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M.clone()
    for factor in factors:
        if product.shape[1] != factor.shape[0]:
            raise ValueError(f"{tuple(product.shape)} does not fit {tuple(factor.shape)}")
        product = product @ factor
    return product
