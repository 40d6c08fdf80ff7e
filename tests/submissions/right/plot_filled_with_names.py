# Both areas are filled, and named in the legend; the lines on top of them have no label.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y in [("sigmoid", x.sigmoid()), ("gradient", sigmoid_gradient(x))]:
        (line,) = d2l.plt.plot(x, y)
        d2l.plt.fill_between(x, y, alpha=0.3, color=line.get_color(), label=name)
    d2l.plt.legend()
