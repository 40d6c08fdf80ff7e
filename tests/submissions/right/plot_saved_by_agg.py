# Saves the figure with another backend, and closes it.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    import matplotlib
    matplotlib.use('Agg')
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s, label='sigmoid')
    d2l.plt.plot(x, s * (1 - s), label='gradient')
    d2l.plt.legend()
    d2l.plt.savefig('sigmoid.png')
    d2l.plt.close()
