# A legend of the figure.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    fig = d2l.plt.figure()
    ax = fig.add_subplot()
    for name, weights in zip(names, starts):
        ax.semilogy(signal_and_gradient(weights, x, gradient)[1], "-o", label=name)
    fig.legend()
