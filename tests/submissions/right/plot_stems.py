# Stems for the gradient.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    figure, axes = d2l.plt.subplots(figsize=(4.5, 2.5))
    axes.plot(x, x.sigmoid(), "C1", label="sigmoid")
    axes.stem(x.numpy(), sigmoid_gradient(x).numpy(), markerfmt="C0.", basefmt=" ", label="gradient")
    axes.legend()
