# A legend in small letters, in two columns above the plot.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), label="sigmoid")
    axes.plot(x, sigmoid_gradient(x), label="gradient")
    axes.legend(ncol=2, fontsize=7, loc="lower center", bbox_to_anchor=(0.5, 1), handlelength=1)
