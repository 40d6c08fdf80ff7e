# As the text does it.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, g], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
