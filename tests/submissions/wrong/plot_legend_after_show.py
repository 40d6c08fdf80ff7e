# The legend comes after show, in a figure of its own.
#
# plot_sigmoid_gradient: 2.25
# caught by: test_legend test_figure
# says: The legend is missing
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, torch.sigmoid(x), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.show()
    d2l.plt.legend()
