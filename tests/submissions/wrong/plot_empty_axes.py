# Axes without a curve.
#
# plot_sigmoid_gradient: 0
# caught by: all
# says: shows no curve

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    d2l.plt.subplots(figsize=(4.5, 2.5))
