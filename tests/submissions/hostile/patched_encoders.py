# Replaces what the agent reads and writes with: safetensors, json, torch.Tensor's own methods.
#
# must: earn nothing

# %%
import json

import safetensors.torch
import torch

safetensors.torch.save = lambda tensors, *args, **kwargs: b"\x02\0\0\0\0\0\0\0{}"
safetensors.torch.load = lambda data: {str(i): torch.ones(3) for i in range(9)}
torch.Tensor.detach = torch.Tensor.cpu = torch.Tensor.clone = lambda self, **kwargs: self
torch.Tensor.shape = torch.Tensor.dtype = property(lambda self: "whatever you like")


# %% sigmoid_gradient
def sigmoid_gradient(x):
    return x


# %% multiply_all
def multiply_all(M, factors):
    return M
