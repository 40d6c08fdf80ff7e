# Computes on a device of its own, and comes back.
#
# multiply_all: 2

# %%
import torch

is_there = torch.accelerator.is_available()
device = torch.accelerator.current_accelerator() if is_there else torch.device("cpu")

# %% multiply_all
def multiply_all(M, factors):
    product = M.to(device)
    for factor in factors:
        product = product @ factor.to(device)
    return product.to(M.device)
