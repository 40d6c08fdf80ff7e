# Dots at x, and a line through a thousand more.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    fine = torch.linspace(float(x.min()), float(x.max()), 1000)
    d2l.plt.figure(figsize=(4.5, 2.5))
    for name, f, color in [("sigmoid", torch.sigmoid, "C0"), ("gradient", sigmoid_gradient, "C1")]:
        d2l.plt.plot(fine, f(fine), color, lw=0.8)
        d2l.plt.plot(x, f(x), "o", color=color, ms=3, label=name)
    d2l.plt.legend()
