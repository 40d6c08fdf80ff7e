# With a title, ticks, and text at the ends of the curves.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    plt = d2l.plt
    plt.title("gradients")
    for i, name in enumerate(names):
        g = signal_and_gradient(starts[i], x, gradient)[1]
        plt.semilogy(g, label=name, alpha=0.8, linewidth=2)
        plt.text(len(g) - 1, g[-1], name, fontsize=7)
    plt.xticks(range(len(starts[0]) + 1))
    plt.legend(fontsize=7)
