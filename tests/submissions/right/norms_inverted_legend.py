# The legend in the reverse order, with handles.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    handles = []
    for weights in starts:
        g = signal_and_gradient(weights, x, gradient)[1]
        handles += d2l.plt.plot(torch.arange(len(g)), torch.tensor([float(v) for v in g]))
    d2l.plt.gca().set_yscale("log")
    d2l.plt.legend(handles[::-1], list(names)[::-1])
