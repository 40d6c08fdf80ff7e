# Each curve twice: a line, and markers without a label.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for i, (n, w) in enumerate(zip(names, starts)):
        g = signal_and_gradient(w, x, gradient)[1]
        d2l.plt.semilogy(range(len(g)), g, f"C{i}-", label=n)
        d2l.plt.semilogy(range(len(g)), g, f"C{i}o")
    d2l.plt.legend()
