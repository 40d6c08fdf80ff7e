# d2l.plot without formats: a fifth start has no curve.
#
# plot_gradients: 1.25
# caught by: test_curves
# says: The fifth start has no curve

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    d2l.plot(list(range(len(curves[0]))), curves, legend=names, yscale="log")
