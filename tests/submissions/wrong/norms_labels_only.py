# Labels, but no legend is drawn.
#
# plot_gradients: 1.5
# caught by: test_legend
# says: The legend is missing

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for name, weights in zip(names, starts):
        d2l.plt.semilogy(signal_and_gradient(weights, x, gradient)[1], label=name)
    d2l.plt.title(", ".join(names))
