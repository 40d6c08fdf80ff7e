# Draws every fifth value only.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_over_x
# says: given x

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x[::5], [s[::5], g[::5]], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
