# Dots over x, but the lines against 0, 1, 2, …
#
# plot_sigmoid_gradient: 2.25
# caught by: test_figure test_over_x
# says: given x
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y, color in [("sigmoid", x.sigmoid(), "C0"), ("gradient", sigmoid_gradient(x), "C1")]:
        d2l.plt.plot(y, color, label=name)
        d2l.plt.scatter(x, y, s=3, color=color)
    d2l.plt.legend()
