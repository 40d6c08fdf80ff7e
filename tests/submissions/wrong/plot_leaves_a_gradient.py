# Leaves a gradient on x.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: x.grad
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x.requires_grad_(True)
    s = torch.sigmoid(x)
    s.sum().backward()
    d2l.plot(x.detach().cpu(), [s.detach().cpu(), x.grad.cpu()], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
