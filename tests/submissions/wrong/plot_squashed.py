# The line y = x beside them, for which the axes grow until the bell is flat.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: A curve is too small to be read
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plot(x, [x.sigmoid(), sigmoid_gradient(x), x], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
