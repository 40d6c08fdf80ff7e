# Calls the curves y and dy.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_legend
# says: must say

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, g], legend=['y', 'dy'], figsize=(4.5, 2.5))
