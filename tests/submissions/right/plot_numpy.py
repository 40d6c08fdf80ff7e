# Through NumPy.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
def plot_sigmoid_gradient(x):
    import numpy as np
    v = x.detach().cpu().numpy()
    s = 1 / (1 + np.exp(-v))
    d2l.plot(v, [s, s * (1 - s)], legend=['sigmoid', 'gradient'], figsize=(4.5, 2.5))
