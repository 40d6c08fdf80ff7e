# The curves in the other order, with axis labels.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [g, s], 'x', 'y', legend=['gradient', 'sigmoid'], figsize=(4.5, 2.5))
