# Draws the bell at the ends and the middle only.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_over_x
# says: over the given x

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    few = x[:: len(x) // 8]
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), label="sigmoid")
    d2l.plt.plot(few, sigmoid_gradient(few), "o-", label="gradient")
    d2l.plt.legend()
