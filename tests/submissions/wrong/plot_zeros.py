# Zeros and ones with the right names.
#
# plot_sigmoid_gradient: 0
# caught by: all
# says: shows no curve

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plot(x, [0 * x, 0 * x + 1], legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
