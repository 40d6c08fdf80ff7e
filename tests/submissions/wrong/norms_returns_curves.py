# Gives the curves back.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: The function returns something: it should only draw

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    for name, curve in zip(names, curves):
        d2l.plt.semilogy(curve, label=name)
    d2l.plt.legend()
    return curves
