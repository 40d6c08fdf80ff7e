# A thick line and a thin one, both gray.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), color="0.3", lw=3, label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), color="0.3", lw=1, label="gradient")
    d2l.plt.legend()
