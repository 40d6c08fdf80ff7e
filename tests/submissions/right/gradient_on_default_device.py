# The first cell has all new tensors on the accelerator, where there is one.
#
# sigmoid_gradient: 3

# %%
import torch

if torch.accelerator.is_available():
    torch.set_default_device(torch.accelerator.current_accelerator())

# %% sigmoid_gradient
def sigmoid_gradient(x):
    values = torch.tensor(x.tolist(), dtype=x.dtype, device=x.device)
    leaf = values.reshape(x.shape).requires_grad_()  # a list of no rows has no columns
    torch.sigmoid(leaf).backward(torch.ones(x.shape, dtype=x.dtype, device=x.device))
    return leaf.grad
