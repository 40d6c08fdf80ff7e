# A data frame.
#
# plot_gradients: 2

# %% plot_gradients
import pandas as pd

def plot_gradients(names, starts, x, gradient):
    table = {n: [float(v) for v in signal_and_gradient(w, x, gradient)[1]] for n, w in zip(names, starts)}
    pd.DataFrame(table).plot(logy=True)
