# Patches as the legend's keys, and a shaded area.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    import matplotlib.patches as patches
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s, 'C0', x, g, 'C1')
    d2l.plt.fill_between(x, g, alpha=0.2)
    keys = {'sigmoid': 'C0', 'gradient': 'C1'}
    d2l.plt.legend(handles=[patches.Patch(color=c, label=name) for name, c in keys.items()])
