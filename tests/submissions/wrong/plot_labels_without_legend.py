# Labels the curves but never draws the legend.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: legend is missing

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s, label='sigmoid')
    d2l.plt.plot(x, g, label='gradient')
