# Two black lines, one of them with small dots.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    v = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(v, torch.sigmoid(v), "k-", label="sigmoid")
    d2l.plt.plot(v, sigmoid_gradient(v), "k-", marker="o", ms=2, label="gradient")
    d2l.plt.legend()
