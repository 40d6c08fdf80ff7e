# Has a logarithmic axis.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: logarithmic
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, g], legend=['sigmoid', 'gradient'], yscale='log', figsize=(4.5, 2.5))
