# One color, with circles on one curve and triangles on the other.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "b-o", markevery=5, label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), "b-^", markevery=5, label="gradient")
    d2l.plt.legend()
