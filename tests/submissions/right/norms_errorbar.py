# Error bars without errors.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    fig, ax = d2l.plt.subplots()
    ax.set_yscale("log")
    for name, weights in zip(names, starts):
        g = signal_and_gradient(weights, x, gradient)[1]
        ax.errorbar(range(len(g)), g, fmt="-", label=name)
    ax.legend()
