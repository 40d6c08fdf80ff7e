# Draws one factor and multiplies by it again and again; the legend is missing.
#
# sigmoid_gradient: 3
# plot_sigmoid_gradient: 2.5
# multiply_all: 2
# exploding_product: 1.25

# %% sigmoid_gradient
def sigmoid_gradient(x):
    y = torch.sigmoid(x.detach())
    return y * (1 - y)


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    d2l.plot(x.detach().cpu(), [torch.sigmoid(x).detach().cpu(), sigmoid_gradient(x).cpu()],
             figsize=(4.5, 2.5))


# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = torch.matmul(product, factor)
    return product


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    factor = torch.randn(size, size, device=device, generator=generator)
    return M, multiply_all(M, [factor] * n_factors)
