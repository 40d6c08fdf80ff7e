# In polar coordinates.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: The axes are logarithmic, or not plain
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5), subplot_kw={"projection": "polar"})
    ax.plot(x, s, "C0", label="sigmoid")
    ax.plot(x, g, "C1", label="gradient")
    ax.legend()
