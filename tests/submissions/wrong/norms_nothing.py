# Draws nothing.
#
# plot_gradients: 0
# caught by: all
# says: No figure

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    pass
