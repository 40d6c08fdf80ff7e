# The mean over the starts.
#
# plot_gradients: 0
# caught by: all
# says: None of the curves shows the gradients of its start

# %% plot_gradients
def plot_gradients(names, starts, x, gradient):
    rows = torch.tensor([[float(v) for v in signal_and_gradient(w, x, gradient)[1]] for w in starts])
    for name in names:
        d2l.plt.semilogy(rows.mean(0) * 1.01, label=name)
    d2l.plt.legend()
