# Draws without coming back to the CPU.
#
# plot_sigmoid_gradient: 0
# needs: accelerator
# caught by: all
# says: raised TypeError
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach()
    s = torch.sigmoid(x)
    d2l.plot(x, [s, s * (1 - s)], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
