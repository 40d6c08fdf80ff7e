# Divides by a rounded number, and draws a sigmoid that is infinite in places.
#
# plot_sigmoid_gradient: 2.25
# caught by: test_sigmoid_curve
# says: None of the curves is the sigmoid

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    d2l.plt.plot(x, 1 / (1 // torch.exp(-x)), label="sigmoid")
    d2l.plt.plot(x, sigmoid_gradient(x), label="gradient")
    d2l.plt.legend()
