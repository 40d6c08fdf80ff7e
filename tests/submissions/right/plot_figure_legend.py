# A legend of the figure rather than of its axes.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
    ax.plot(x, s, label='sigmoid')
    ax.plot(x, g, label='gradient')
    fig.legend()
    d2l.plt.show()
    d2l.plt.close()
