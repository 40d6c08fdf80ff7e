# Half done: a cell with a syntax error, a function without its loop, one factor too few.
#
# sigmoid_gradient: 0
# plot_sigmoid_gradient: 0
# multiply_all: 0
# exploding_product: 1.25

# %% sigmoid_gradient
def sigmoid_gradient(x)
    return x


# %% multiply_all
def multiply_all(M, factors):
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device)
    product = M
    for _ in range(1, n_factors):
        product = product @ torch.randn(size, size, device=device)
    return M, product
