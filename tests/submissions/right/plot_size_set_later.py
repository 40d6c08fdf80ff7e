# Sets the size after drawing, and the labels line by line.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    a, = d2l.plt.plot(x, s)
    b, = d2l.plt.plot(x, g)
    a.set_label('Sigmoid')
    b.set_label('Gradient')
    d2l.plt.legend()
    d2l.plt.gcf().set_size_inches(4.5, 2.5)
