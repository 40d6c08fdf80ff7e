# A sigmoid of its own, stable on both sides, in a cell of its own.
#
# sigmoid_gradient: 3

# %%
import torch

def stable_sigmoid(z):
    return 0.5 * (1 + torch.tanh(z / 2))

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().clone().requires_grad_(True)
    stable_sigmoid(leaf).backward(torch.ones_like(leaf))
    return leaf.grad
