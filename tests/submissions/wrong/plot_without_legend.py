# Forgets the legend.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: legend is missing

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, g], figsize=(4.5, 2.5))
