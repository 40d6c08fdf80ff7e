# The data frame makes a figure of its own, beside a blank one: it has the size that d2l.plot left.
#
# plot_sigmoid_gradient: 3

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    columns = {"sigmoid": x.sigmoid().numpy(), "gradient": sigmoid_gradient(x).numpy()}
    pd.DataFrame(columns, index=x.numpy()).plot()
