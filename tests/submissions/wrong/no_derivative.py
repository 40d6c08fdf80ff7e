# Returns the sigmoid itself, so the plot shows it twice, with both names.
#
# sigmoid_gradient: 1.25
# plot_sigmoid_gradient: 3
# multiply_all: 2
# exploding_product: 2

# %% sigmoid_gradient
def sigmoid_gradient(x):
    return torch.sigmoid(x.detach())


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plot(x, [torch.sigmoid(x), sigmoid_gradient(x)], legend=["sigmoid", "gradient"],
             figsize=(4.5, 2.5))


# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M @ factor
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn((size, size), device=device, generator=generator)
    product = M.clone()
    for _ in range(n_factors):
        product = product.mm(torch.randn((size, size), device=device, generator=generator))
    return M, product
