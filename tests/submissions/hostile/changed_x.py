# Changes x to the numbers that it has drawn its own curves over.
#
# must: earn the curves, but not that they run over the given x
# plot_sigmoid_gradient: 2.25

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    own = torch.linspace(-3, 3, x.numel())
    x.data.copy_(own)
    curve = torch.sigmoid(own)
    d2l.plot(own, [curve, curve * (1 - curve)], "x", legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
