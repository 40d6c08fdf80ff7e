# The filled areas have each other's names.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: The names in the legend are swapped
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, y in [("gradient", x.sigmoid()), ("sigmoid", sigmoid_gradient(x))]:
        (line,) = d2l.plt.plot(x, y)
        d2l.plt.fill_between(x, y, alpha=0.3, color=line.get_color(), label=name)
    d2l.plt.legend()
