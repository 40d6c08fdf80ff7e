# Draws tanh in place of the sigmoid.
#
# plot_sigmoid_gradient: 2.25
# caught by: test_sigmoid_curve
# says: None of the curves is the sigmoid

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [torch.tanh(x), g], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
