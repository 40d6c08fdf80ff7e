# Random numbers with the right names.
#
# plot_sigmoid_gradient: 0
# caught by: all
# says: an S or a bell

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plot(x, list(torch.rand(2, len(x))), legend=["sigmoid", "gradient"], figsize=(4.5, 2.5))
