# Computes on a device of its own.
#
# plot_sigmoid_gradient: 3

# %%
import torch

is_there = torch.accelerator.is_available()
device = torch.accelerator.current_accelerator() if is_there else torch.device("cpu")

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().to(device)
    s = torch.sigmoid(x)
    curves = [s.cpu(), (s * (1 - s)).cpu()]
    d2l.plot(x.cpu(), curves, legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
