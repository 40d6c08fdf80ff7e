# Lines with a white outline, on an axes inside of a subfigure.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
import matplotlib.patheffects as pe

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    s = torch.sigmoid(x)
    sub = d2l.plt.figure(figsize=(4.5, 2.5)).subfigures(1, 1)
    ax = sub.subplots()
    glow = [pe.Stroke(linewidth=4, foreground="white"), pe.Normal()]
    ax.plot(x, s, lw=2, path_effects=glow, label="sigmoid")
    ax.plot(x, s * (1 - s), lw=2, path_effects=glow, label="gradient")
    ax.legend()
