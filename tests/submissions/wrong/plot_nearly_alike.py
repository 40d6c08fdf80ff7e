# Two blues that nobody can tell apart.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: The curves look alike
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "#1f77b4", label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), "#1f79b6", label="gradient")
    d2l.plt.legend()
