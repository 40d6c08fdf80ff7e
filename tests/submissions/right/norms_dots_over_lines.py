# Small dots scattered over each line.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    fig, ax = d2l.plt.subplots(figsize=(6, 4))
    for name, weights in zip(names, starts):
        g = [float(v) for v in signal_and_gradient(weights, x, gradient)[1]]
        (line,) = ax.plot(list(range(len(g))), g, label=name)
        ax.scatter(list(range(len(g))), g, s=12, color=line.get_color())
    ax.set_yscale("log")
    ax.set_xlabel("layer")
    ax.legend()
