# Point clouds in one color, with full and with open circles.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.scatter(x, x.sigmoid(), s=12, c="k", label="sigmoid")
    d2l.plt.scatter(x, sigmoid_gradient(x), s=12, facecolors="none", edgecolors="k", label="gradient")
    d2l.plt.legend()
