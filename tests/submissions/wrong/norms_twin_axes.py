# Each start on a pair of axes of its own.
#
# plot_gradients: 1.75
# caught by: test_figure
# says: Draw all curves in the same pair of axes

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    fig, panels = d2l.plt.subplots(1, len(starts), squeeze=False)
    lines = []
    for number, (ax, weights) in enumerate(zip(panels[0], starts)):
        lines += ax.semilogy(signal_and_gradient(weights, x, gradient)[1], color=f"C{number}")
    fig.legend(lines, names)
