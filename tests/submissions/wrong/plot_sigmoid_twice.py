# Draws the sigmoid twice.
#
# plot_sigmoid_gradient: 2.25
# caught by: test_gradient_curve
# says: gradient

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    g = s * (1 - s)
    d2l.plot(x, [s, s], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
