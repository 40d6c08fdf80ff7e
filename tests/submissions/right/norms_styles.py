# One colour, told apart by dashes and markers.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    styles = ["k-o", "k--s", "k:^", "k-.d", "k-x"]
    for style, name, weights in zip(styles, names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], style, label=name, markersize=5)
    d2l.plt.legend()
