# Works on x itself: leaves a gradient on it, and needs it to be a leaf.
#
# sigmoid_gradient: 2.5
# plot_sigmoid_gradient: 3
# multiply_all: 1
# exploding_product: 2

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x.requires_grad_(True)
    x.grad = None
    y = torch.sigmoid(x)
    y.backward(torch.ones_like(x))
    return x.grad


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    slopes = sigmoid_gradient(x).cpu()
    x = x.detach().cpu()
    d2l.plot(x, [torch.sigmoid(x), slopes], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))


# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = factor @ M
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    return M, multiply_all(M, [torch.randn(size, size, device=device, generator=generator)
                               for _ in range(n_factors)])
