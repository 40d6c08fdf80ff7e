# The area under the bell filled, an arrow and a text.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.fill_between(x, 0, sigmoid_gradient(x), color="C1", alpha=0.2, label="area 1")
    d2l.plt.annotate("1/4", (0, 0.25), (1, 0.4), arrowprops={"arrowstyle": "->"})
    d2l.plt.legend()
