# The tangent of the sigmoid at 0, over a part of x.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "C0", x, sigmoid_gradient(x), "C1")
    near = torch.linspace(-2, 2, 20)
    d2l.plt.plot(near, 0.5 + near / 4, "k:", lw=1)
    d2l.plt.legend(["sigmoid", "gradient"])
