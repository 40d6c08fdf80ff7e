# A data frame that draws each column in a panel of its own.
#
# plot_sigmoid_gradient: 2.75
# caught by: test_figure
# says: The curves are in two panels
# visible check passes: plot_sigmoid_gradient

# %% plot_sigmoid_gradient
import pandas as pd

def plot_sigmoid_gradient(x):
    x = x.detach().cpu()
    columns = {"sigmoid": x.sigmoid().numpy(), "gradient": sigmoid_gradient(x).numpy()}
    pd.DataFrame(columns, index=x.numpy()).plot(subplots=True, figsize=(4.5, 2.5))
