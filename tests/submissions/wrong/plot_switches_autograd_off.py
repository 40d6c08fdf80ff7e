# Switches autograd off for good.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: Autograd is no longer as it was
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    torch.set_grad_enabled(False)
    x = x.cpu()
    s = torch.sigmoid(x)
    d2l.plot(x, [s, s * (1 - s)], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
