# A guide line at 1, and a grid.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    plt = d2l.plt
    for name, weights in zip(names, starts):
        _, sizes = signal_and_gradient(weights, x, gradient)
        plt.plot(range(len(weights) + 1), sizes, marker=".", label=name)
    plt.axhline(1, color="gray", ls=":", lw=0.8)
    plt.yscale("log")
    plt.grid(True)
    plt.legend(loc="best")
    plt.show()
