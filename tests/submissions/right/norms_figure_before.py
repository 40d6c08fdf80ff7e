# An empty figure is opened before the real one.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    d2l.plt.figure(figsize=(5, 3))
    fig, ax = d2l.plt.subplots(figsize=(5, 3))
    for name, weights in zip(names, starts):
        ax.plot(signal_and_gradient(weights, x, gradient)[1], label=name)
    ax.set(yscale="log", xlabel="layer", ylabel="gradient")
    ax.legend()
