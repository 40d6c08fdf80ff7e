# A line of no width.
#
# plot_sigmoid_gradient: 1.5
# caught by: test_figure test_gradient_curve test_legend
# says: belongs to no curve that can be seen
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), lw=0, label="gradient")
    d2l.plt.legend()
