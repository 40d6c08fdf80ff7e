# Shows the figure by the notebook's own backend, and makes room for the next one.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    get_ipython().run_line_magic('matplotlib', 'inline')
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
    ax.plot(x, s, label='sigmoid')
    ax.plot(x, s * (1 - s), label='gradient')
    ax.legend()
    d2l.plt.show()
    fig.clf()
