# Draws tanh and its derivative.
#
# plot_sigmoid_gradient: 1.5
# caught by: test_sigmoid_curve test_gradient_curve
# says: None of the curves is the sigmoid

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    t = torch.tanh(x.detach().cpu())
    d2l.plot(x.detach().cpu(), [t, 1 - t * t], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
