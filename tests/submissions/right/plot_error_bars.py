# Errorbar, without errors.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.errorbar(x.numpy(), x.sigmoid().numpy(), fmt="-", label="sigmoid")
    axes.errorbar(x.numpy(), sigmoid_gradient(x).numpy(), fmt="--", label="gradient")
    axes.legend()
