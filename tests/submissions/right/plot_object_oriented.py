# Figures and axes as objects, with decorations.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
    ax.plot(x, g, ':', label='gradient')
    ax.plot(x, s, '-.', label='sigmoid')
    ax.axhline(0.25, color='k')
    ax.axvline(0)
    ax.set(title='a title', xlabel='x')
    ax.legend(loc='upper left')
    fig.tight_layout()
