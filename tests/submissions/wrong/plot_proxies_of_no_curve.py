# Proxies in the legend in colors that no curve has.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: A legend entry belongs to no curve that can be seen
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
from matplotlib.lines import Line2D

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "C0", x, sigmoid_gradient(x), "C1")
    d2l.plt.legend([Line2D([], [], color="k"), Line2D([], [], color="r")], ["sigmoid", "gradient"])
