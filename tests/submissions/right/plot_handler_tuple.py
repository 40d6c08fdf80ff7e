# Lines and dots, and each pair is one entry of the legend.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
from matplotlib.legend_handler import HandlerTuple

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
    entries = []
    for y, c in ((s, "teal"), (s * (1 - s), "orange")):
        (line,) = ax.plot(x, y, color=c)
        (dots,) = ax.plot(x, y, "o", color=c, ms=3)
        entries.append((line, dots))
    ax.legend(entries, ["sigmoid", "gradient"], handler_map={tuple: HandlerTuple(ndivide=None)})
