# Light curves on a dark figure.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    with d2l.plt.style.context("dark_background"):
        d2l.plt.figure(figsize=(4.5, 2.5))
        d2l.plt.plot(x, x.sigmoid(), "w", label="sigmoid")
        d2l.plt.plot(x, sigmoid_gradient(x), "y", label="gradient")
        d2l.plt.legend()
