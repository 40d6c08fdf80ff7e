# Drawn as steps.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.step(x, x.sigmoid(), where="mid", label="sigmoid")
    d2l.plt.step(x, sigmoid_gradient(x), where="mid", label="gradient")
    d2l.plt.legend()
