# By hand: sums over rows and columns, very slow.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = torch.stack([torch.stack([(product[i] * factor[:, k]).sum() for k in range(factor.shape[1])])
                               for i in range(product.shape[0])])
    return product
