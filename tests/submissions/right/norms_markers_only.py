# Markers only, another for each start.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve, marker in zip(names, curves, "os^vD<>"):
        d2l.plt.plot(range(len(curve)), curve, marker, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
