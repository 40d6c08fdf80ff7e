# As a comic.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    with d2l.plt.xkcd():
        fig, ax = d2l.plt.subplots(figsize=(4.5, 2.5))
        ax.plot(x, x.sigmoid(), label="sigmoid")
        ax.plot(x, x.sigmoid() * (-x).sigmoid(), label="gradient")
        ax.legend()
        d2l.plt.show()
