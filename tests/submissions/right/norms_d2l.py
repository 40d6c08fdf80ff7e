# d2l.plot.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    d2l.plot(list(range(len(curves[0]))), curves, legend=names, yscale="log", fmts=["-"] * len(curves))
