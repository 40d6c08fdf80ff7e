# Only the first start.
#
# plot_gradients: 0.75
# caught by: test_curves test_legend
# says: Some starts have no curve

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    d2l.plt.plot(curves[0], label=names[0])
    d2l.plt.yscale("log")
    d2l.plt.legend()
