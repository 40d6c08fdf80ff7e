# Upside down: y grows downwards.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: An axis runs backwards
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
    ax.plot(x, s, "C0", label="sigmoid")
    ax.plot(x, g, "C1", label="gradient")
    ax.legend()
    ax.set_ylim(1.05, -0.05)
