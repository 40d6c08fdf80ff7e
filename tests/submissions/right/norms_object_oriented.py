# Axes, markers, a grid and a title.
#
# plot_gradients: 2

# %% plot_gradients
import matplotlib.pyplot as plt

def plot_gradients(names, starts, x, gradient):
    curves = [signal_and_gradient(weights, x, gradient)[1] for weights in starts]
    fig, ax = plt.subplots(figsize=(6, 4))
    for name, curve in zip(names, curves):
        ax.plot(range(len(curve)), curve, "o-", label=name)
    ax.set(yscale="log", xlabel="layer", ylabel="RMS of the gradient", title="Gradients")
    ax.grid(True, which="both", alpha=0.3)
    ax.legend(loc="best")
    plt.show()
