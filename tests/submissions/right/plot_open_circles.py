# Points with an edge and no face.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.scatter(x, s, facecolors='none', edgecolors='b', label='sigmoid')
    d2l.plt.scatter(x, g, facecolors='none', edgecolors='r', label='gradient')
    d2l.plt.legend()
