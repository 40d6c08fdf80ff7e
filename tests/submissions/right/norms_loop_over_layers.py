# Collects the numbers in a tensor first.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    sizes = torch.tensor([[float(v) for v in signal_and_gradient(w, x, gradient)[1]] for w in starts])
    lines = d2l.plt.plot(sizes.T)
    d2l.plt.yscale("log", base=10)
    for line, name in zip(lines, names):
        line.set_label(name)
    d2l.plt.legend()
