# Two lines with dashes of other lengths.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "k", dashes=[6, 2], label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), "k", dashes=[1, 3], label="gradient")
    d2l.plt.legend(fontsize=8)
