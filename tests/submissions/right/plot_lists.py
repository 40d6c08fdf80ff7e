# With lists of numbers.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x.tolist(), [s.tolist(), g.tolist()], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
