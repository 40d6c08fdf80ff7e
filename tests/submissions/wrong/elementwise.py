# The formula overflows far out, the names in the legend are swapped, and * stands for @.
#
# sigmoid_gradient: 2.75
# plot_sigmoid_gradient: 2.5
# multiply_all: 1
# exploding_product: 2
# visible check passes: plot_sigmoid_gradient

# %% sigmoid_gradient
def sigmoid_gradient(x):
    x = x.detach()
    return torch.exp(-x) / (1 + torch.exp(-x)) ** 2


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach()
    d2l.plot(x.cpu(), [torch.sigmoid(x).cpu(), sigmoid_gradient(x).cpu()],
             legend=["gradient", "sigmoid"], figsize=(4.5, 2.5))


# %% multiply_all
def multiply_all(M, factors):
    for factor in factors:
        M = M * factor
    return M


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    M = torch.randn(size, size, device=device, generator=generator)
    return M, multiply_all(M, [torch.randn(size, size, device=device, generator=generator)
                               for _ in range(n_factors)])
