# Right, but it prints, warns on stderr, plots in cells of its own, and leans on reduce and vmap.
#
# sigmoid_gradient: 3
# plot_sigmoid_gradient: 3
# multiply_all: 2
# exploding_product: 2

# %%
import sys
import warnings
from functools import reduce

import torch.nn.functional as F

d2l.plt.plot([1, 2, 3])
warnings.warn("this is only a warning")
print("and this is on stderr", file=sys.stderr)

# %% sigmoid_gradient
def sigmoid_gradient(x):
    warnings.warn("still only a warning")
    print("called with", x.shape, file=sys.stderr)
    slopes = torch.func.vmap(torch.func.grad(F.sigmoid))(x.detach().flatten())
    return slopes.reshape(x.shape)


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    print("plotting")
    x = x.detach().cpu()
    d2l.plot(x, [sigmoid_gradient(x), F.sigmoid(x)], "x", "y", ["gradient", "sigmoid"],
             figsize=(4.5, 2.5))
    d2l.plt.show()


# %% multiply_all
def multiply_all(M, factors):
    return reduce(torch.matmul, factors, M)


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    def draw():
        return torch.normal(0.0, 1.0, (size, size), device=device, generator=generator)

    M = draw()
    return M, multiply_all(M, [draw() for _ in range(n_factors)])
