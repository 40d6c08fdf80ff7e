# The bell on axes outside of the figure.
#
# plot_sigmoid_gradient: 1.5
# caught by: test_gradient_curve test_legend test_figure
# says: None of the curves is the sigmoid's gradient
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure = d2l.plt.figure(figsize=(4.5, 2.5))
    axes, other = figure.add_axes([0.1, 0.1, 0.8, 0.8]), figure.add_axes([2.1, 0.1, 0.8, 0.8])
    (first,) = axes.plot(x, x.sigmoid(), "C0")
    (second,) = other.plot(x, sigmoid_gradient(x), "C1")
    axes.legend([first, second], ["sigmoid", "gradient"])
