# Three dots on the sigmoid.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    marks = torch.tensor([-2.0, 0.0, 2.0])
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.plot(marks, marks.sigmoid(), "ko", ms=3)
    d2l.plt.legend()
