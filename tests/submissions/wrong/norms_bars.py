# Bars.
#
# plot_gradients: 0
# caught by: all
# says: The figure shows no curve

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for number, (name, weights) in enumerate(zip(names, starts)):
        g = signal_and_gradient(weights, x, gradient)[1]
        d2l.plt.bar([i + 0.1 * number for i in range(len(g))], g, width=0.1, label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
