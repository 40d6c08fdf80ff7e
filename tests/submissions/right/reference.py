# What the course text does: autograd, d2l.plot, a loop.
#
# sigmoid_gradient: 3
# plot_sigmoid_gradient: 3
# multiply_all: 2
# exploding_product: 2

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach().clone().requires_grad_(True)
    y = torch.sigmoid(x)
    y.backward(torch.ones_like(x))
    return x.grad


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach()
    y, gradient = torch.sigmoid(x), sigmoid_gradient(x)
    d2l.plot(x.cpu(), [y.cpu(), gradient.cpu()], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))


# %% multiply_all
def multiply_all(M, factors):
    product = M
    for factor in factors:
        product = product @ factor
    return product


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    product = M
    for _ in range(n_factors):
        factor = torch.randn(size, size, device=device, generator=generator)
        product = product @ factor
    return M, product
