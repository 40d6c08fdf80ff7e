# The formula in place of autograd, and pyplot in place of d2l.plot, shown and closed by hand.
#
# sigmoid_gradient: 3
# plot_sigmoid_gradient: 3
# multiply_all: 2
# exploding_product: 2

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% sigmoid_gradient
def sigmoid_gradient(x):
    with torch.no_grad():
        return torch.sigmoid(x) * torch.sigmoid(-x)


# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    values = x.detach().cpu().numpy()
    fig, ax = plt.subplots(figsize=(4.5, 2.5))
    ax.axhline(0.25, color="gray", linewidth=0.5)
    ax.plot(values, sigmoid_gradient(x).cpu().numpy(), color="tab:orange", label="gradient")
    ax.plot(values, 1 / (1 + np.exp(-values)), color="tab:blue", label="sigmoid")
    ax.set_title("The sigmoid and its gradient")
    ax.legend()
    plt.show()
    plt.close(fig)


# %% multiply_all
def multiply_all(M, factors):
    return torch.linalg.multi_dot([M, *factors]) if factors else M.clone()


# %% exploding_product
def exploding_product(size=4, n_factors=100, device=None, generator=None):
    draws = torch.empty(n_factors + 1, size, size, device=device).normal_(generator=generator)
    return draws[0].clone(), multiply_all(draws[0], list(draws[1:]))
