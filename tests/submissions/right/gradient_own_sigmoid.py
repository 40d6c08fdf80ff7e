# A sigmoid of its own, stable on both sides, in a cell of its own.
#
# sigmoid_gradient: 3

# %%
import torch

def stable_sigmoid(z):
    up, down = z.clamp(min=0), z.clamp(max=0)
    return torch.where(z >= 0, 1 / (1 + torch.exp(-up)), torch.exp(down) / (1 + torch.exp(down)))

# %% sigmoid_gradient
def sigmoid_gradient(x):
    leaf = x.detach().clone().requires_grad_(True)
    stable_sigmoid(leaf).backward(torch.ones_like(leaf))
    return leaf.grad
