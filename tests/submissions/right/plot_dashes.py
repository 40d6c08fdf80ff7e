# Two black lines, one of them dashed.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "k-", label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), "k--", label="gradient")
    d2l.plt.legend()
