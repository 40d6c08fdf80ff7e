# Marks the peak with a straight line and a dot.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s, label='sigmoid')
    d2l.plt.plot(x, g, label='gradient')
    d2l.plt.plot([x.min(), x.max()], [0.25, 0.25], 'k--')
    d2l.plt.plot(0, 0.25, 'ro')
    d2l.plt.legend()
