# Dots of one color, of which some are larger by a twentieth: nobody sees that.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: The curves look alike
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.scatter(x, x.sigmoid(), s=40, c="g", label="sigmoid")
    d2l.plt.scatter(x, sigmoid_gradient(x), s=36, c="g", label="gradient")
    d2l.plt.legend()
