# The filled areas have the names in reverse order.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The names in the legend are swapped
# visible check passes: plot_gradients

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    plt = d2l.plt
    for number, (name, start) in enumerate(zip(names[::-1], starts)):
        g = [float(size) for size in signal_and_gradient(start, x, gradient)[1]]
        plt.semilogy(g, color=f"C{number}")
        plt.fill_between(range(len(g)), g, color=f"C{number}", alpha=0.2, label=name)
    plt.legend()
