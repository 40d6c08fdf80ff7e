# Calls d2l.plot twice, and the second call wipes out the first.
#
# plot_sigmoid_gradient: 1.5
# caught by: test_sigmoid_curve test_legend test_figure
# says: None of the curves is the sigmoid

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, s, legend=['sigmoid'], figsize=(4.5, 2.5))
    d2l.plot(x, g, legend=['gradient'], figsize=(4.5, 2.5))
