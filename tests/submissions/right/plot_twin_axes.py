# A second axis for the gradient, and both names in one legend.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    first, = axes.plot(x, s, 'C0', label='sigmoid')
    second, = axes.twinx().plot(x, s * (1 - s), 'C1', label='gradient')
    axes.legend(handles=[first, second])
