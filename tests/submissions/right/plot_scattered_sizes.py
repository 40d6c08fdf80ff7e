# Point clouds of large and of small dots.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.scatter(x, x.sigmoid(), s=40, c="g", label="sigmoid")
    d2l.plt.scatter(x, sigmoid_gradient(x), s=5, c="g", label="gradient")
    d2l.plt.legend()
