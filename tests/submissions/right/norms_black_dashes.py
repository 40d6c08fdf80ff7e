# Black lines told apart by their dashes.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    styles = ["-", "--", ":", "-.", (0, (1, 5))]
    for name, curve, style in zip(names, curves, styles):
        d2l.plt.plot(curve, color="black", linestyle=style, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
