# mm, with the index as in other languages.
#
# multiply_all: 2

# %% multiply_all
def multiply_all(M, factors):
    product = M
    for i in range(0, len(factors), 1):
        product = torch.mm(product, factors[i])
    return product
