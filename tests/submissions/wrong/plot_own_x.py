# Draws over a grid of its own.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_over_x
# says: given x
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = torch.arange(-8.0, 8.0, 0.1)
    s = torch.sigmoid(x)
    d2l.plot(x, [s, s * (1 - s)], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
