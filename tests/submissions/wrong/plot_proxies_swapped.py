# Proxies in the legend that have the other curve's color.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: The names in the legend are swapped
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
from matplotlib.patches import Patch

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "C0", x, sigmoid_gradient(x), "C1")
    d2l.plt.legend([Patch(color="C1"), Patch(color="C0")], ["sigmoid", "gradient"])
