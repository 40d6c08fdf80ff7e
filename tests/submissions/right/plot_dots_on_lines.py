# Each curve is a line with small dots on it.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y, color in [("sigmoid", x.sigmoid(), "C0"), ("gradient", sigmoid_gradient(x), "C1")]:
        d2l.plt.plot(x, y, color, label=name)
        d2l.plt.scatter(x, y, s=3, color=color)
    d2l.plt.legend()
