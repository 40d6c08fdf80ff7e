# An error, always.
#
# plot_sigmoid_gradient: 0
# caught by: all
# says: raised AttributeError

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    d2l.plot_both(x, figsize=(4.5, 2.5))
