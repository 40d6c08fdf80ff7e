# Filled down to the axis: the areas have the names, the lines on top of them have none.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    plt = d2l.plt
    for number, (name, start) in enumerate(zip(names, starts)):
        g = [float(size) for size in signal_and_gradient(start, x, gradient)[1]]
        plt.semilogy(g, color=f"C{number}")
        plt.fill_between(range(len(g)), g, color=f"C{number}", alpha=0.2, label=name)
    plt.legend()
