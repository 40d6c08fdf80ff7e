# The colours are exchanged after the legend was made, so its keys are the other curve's.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: The names in the legend are swapped
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
    ax.lines[0].set_color("C1")
    ax.lines[1].set_color("C0")
