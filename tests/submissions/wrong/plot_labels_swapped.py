# Has the labels in the wrong order.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: swapped
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, g], legend=['gradient', 'sigmoid'], figsize=(4.5, 2.5))
