# Draws both curves in the same blue.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: look alike
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, s, 'b', label='sigmoid')
    d2l.plt.plot(x, s * (1 - s), 'b', label='gradient')
    d2l.plt.legend()
