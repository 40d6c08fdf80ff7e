# d2l.plot with a curve's abscissae each.
#
# plot_gradients: 2

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    Y = [signal_and_gradient(w, x, gradient)[1] for w in starts]
    X = [list(range(len(y))) for y in Y]
    d2l.plot(X, Y, xlabel="layer", ylabel="rms of gradient", legend=list(names), yscale="log",
             fmts=["-", "--", "-.", ":", "-"][: len(Y)] + ["-"] * (len(Y) - 5))
