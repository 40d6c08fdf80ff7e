# Plain pyplot.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s)
    d2l.plt.plot(x, g)
    d2l.plt.legend(['sigmoid', 'gradient'])
    d2l.plt.show()
