# Shows the first curve before it draws the second.
#
# plot_sigmoid_gradient: 0.25
# caught by: test_figure test_gradient_curve test_legend test_over_x test_sigmoid_curve
# says: more than one figure

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    for y, name in [(s, 'sigmoid'), (g, 'gradient')]:
        d2l.plot(x, y, legend=[name], figsize=(4.5, 2.5))
        d2l.plt.show()
