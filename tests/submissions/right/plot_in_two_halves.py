# Each curve in two halves of one color, which share the point in the middle.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    middle = len(x) // 2
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y, color in [("sigmoid", x.sigmoid(), "C0"), ("gradient", sigmoid_gradient(x), "C1")]:
        d2l.plt.plot(x[: middle + 1], y[: middle + 1], color, label=name)
        d2l.plt.plot(x[middle:], y[middle:], color)
    d2l.plt.legend()
