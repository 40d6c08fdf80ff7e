# Straight lines with the right names.
#
# plot_gradients: 0
# caught by: all
# says: None of the curves

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    for number, name in enumerate(names):
        d2l.plt.plot(range(len(starts[0]) + 1), [10.0**number] * (len(starts[0]) + 1), label=name)
    d2l.plt.yscale("log")
    d2l.plt.legend()
