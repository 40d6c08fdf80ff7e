# With a helper function and imports in another cell.
#
# plot_sigmoid_gradient: 3

# %%
import matplotlib.pyplot as plt
import torch

def draw(t):
    plt.rcParams['figure.figsize'] = (4.5, 2.5)
    for name, y in {'sigmoid': t.sigmoid(), 'gradient': t.sigmoid() * (-t).sigmoid()}.items():
        plt.plot(t, y, label=name)
    plt.legend()

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    draw(x.detach().cpu())
