# The label of the axis comes after show, in a second, empty figure.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: There is an empty figure, too
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, torch.sigmoid(x), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.legend()
    d2l.plt.show()
    d2l.plt.xlabel("x")
