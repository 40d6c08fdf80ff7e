# Errorbar with bars and caps of one hundredth.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    for name, y in {"sigmoid": x.sigmoid(), "gradient": sigmoid_gradient(x)}.items():
        axes.errorbar(x.numpy(), y.numpy(), yerr=0.01, capsize=2, label=name)
    axes.legend()
