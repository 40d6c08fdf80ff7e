# Computes the curves and draws nothing.
#
# plot_sigmoid_gradient: 0
# caught by: all
# says: No figure was drawn

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
