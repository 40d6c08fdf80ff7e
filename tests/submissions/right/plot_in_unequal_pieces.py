# Each curve in pieces: a straight one far out, and one of three points at the other end.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y, color in [("sigmoid", x.sigmoid(), "C0"), ("gradient", sigmoid_gradient(x), "C1")]:
        for label, part in [("", slice(None, 5)), (name, slice(4, -2)), ("", slice(-3, None))]:
            d2l.plt.plot(x[part], y[part], color, label=label)
    d2l.plt.legend()
