# Two panels side by side, each with a legend.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: The curves are in two panels
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, (left, right) = d2l.plt.subplots(1, 2, figsize=(4.5, 2.5))
    left.plot(x, x.sigmoid(), "C0", label="sigmoid")
    right.plot(x, sigmoid_gradient(x), "C1", label="gradient")
    left.legend()
    right.legend()
