# The first cell names a device that the function has no use for.
#
# initialize: 3

# %%
import torch

is_there = torch.accelerator.is_available()
device = torch.accelerator.current_accelerator() if is_there else torch.device("cpu")

# %% initialize
def initialize(kind, n_in, n_out, device=None, generator=None):
    if kind not in ("xavier", "he"):
        raise ValueError(kind)
    weight = torch.empty(n_out, n_in, device=device)
    weight.normal_(0, (2 / (n_in + n_out if kind == "xavier" else n_in)) ** 0.5, generator=generator)
    return weight
