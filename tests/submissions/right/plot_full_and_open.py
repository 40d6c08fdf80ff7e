# Black circles, full for one curve and open for the other.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "ko", ms=4, label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), "ko", ms=4, mfc="none", label="gradient")
    d2l.plt.legend()
