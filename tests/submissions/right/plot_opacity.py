# Both curves in one blue, the second a third as opaque.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), color="blue", label="sigmoid")
    axes.plot(x, sigmoid_gradient(x), color="blue", alpha=0.3, label="gradient")
    axes.legend()
