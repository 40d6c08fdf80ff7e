# Gives the size to a figure that stays blank, as the data frame makes its own.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: There is an empty figure, too

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    d2l.plt.figure(figsize=(4.5, 2.5))
    columns = {"sigmoid": x.sigmoid().numpy(), "gradient": sigmoid_gradient(x).numpy()}
    pd.DataFrame(columns, index=x.numpy()).plot()
