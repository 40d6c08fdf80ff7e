# A picture of colours.
#
# plot_gradients: 0
# caught by: all
# says: The figure shows no curve

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    rows = [[math.log(float(v)) for v in signal_and_gradient(w, x, gradient)[1]] for w in starts]
    d2l.plt.imshow(rows)
    d2l.plt.yticks(range(len(names)), names)
