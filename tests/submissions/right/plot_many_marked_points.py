# A ring at every whole number, on both curves.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    whole = torch.arange(-3.0, 4.0)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.scatter(whole, whole.sigmoid(), facecolors="none", edgecolors="k", s=15)
    d2l.plt.scatter(whole, sigmoid_gradient(whole), facecolors="none", edgecolors="k", s=15)
    d2l.plt.legend()
