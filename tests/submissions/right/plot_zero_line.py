# A zero line with a point for each x.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.plot(x, torch.zeros_like(x), "k:", lw=0.5)
    d2l.plt.legend()
