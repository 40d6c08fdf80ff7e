# Draws against 0, 1, 2, … in place of x.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_over_x
# says: given x

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot([s, g], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
