# Hands x to matplotlib as it is.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_with_gradients
# says: RuntimeError

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    s = torch.sigmoid(x)
    d2l.plot(x.cpu(), [s.cpu(), (s * (1 - s)).cpu()], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
