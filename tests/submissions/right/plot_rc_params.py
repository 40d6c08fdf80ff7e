# The size by rcParams.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.set_figsize((4.5, 2.5))
    d2l.plt.plot(x, s, x, g)
    d2l.plt.legend(['sigmoid', 'gradient'])
