# Draws over a tensor of its own, which is on the default device.
#
# plot_sigmoid_gradient: 0
# needs: accelerator
# caught by: all
# says: raised RuntimeError
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach()
    s = 1 / (1 + torch.exp(torch.zeros(len(x), dtype=x.dtype) - x))
    curves = [s.cpu(), (s * (1 - s)).cpu()]
    d2l.plot(x.cpu(), curves, legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
