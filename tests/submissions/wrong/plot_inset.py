# The bell in a small panel of its own.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: The curves are in two panels

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    (first,) = axes.plot(x, x.sigmoid(), "C0")
    (second,) = axes.inset_axes([0.1, 0.5, 0.3, 0.4]).plot(x, sigmoid_gradient(x), "C1")
    axes.legend([first, second], ["sigmoid", "gradient"], loc="lower right")
