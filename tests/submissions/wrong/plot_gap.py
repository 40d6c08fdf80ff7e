# The bell in two pieces, but for a fifth of it between them.
#
# plot_sigmoid_gradient: 2.5
# caught by: test_over_x
# says: given x

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    fifth = len(x) // 5
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, x.sigmoid(), "C0", label="sigmoid")
    for part in (x[: 2 * fifth], x[3 * fifth :]):
        d2l.plt.plot(part, sigmoid_gradient(part), "C1", label="gradient")
    d2l.plt.legend()
